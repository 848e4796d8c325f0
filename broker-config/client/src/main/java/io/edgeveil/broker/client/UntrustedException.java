package io.edgeveil.broker.client;

/** TLS ended because one side's certificate does not satisfy the other. */
public final class UntrustedException extends BrokerException {

  private static final long serialVersionUID = 1L;

  UntrustedException(String message, Throwable cause) {
    super(message, cause);
  }
}
