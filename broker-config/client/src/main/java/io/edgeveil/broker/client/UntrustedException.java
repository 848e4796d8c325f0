package io.edgeveil.broker.client;

/** TLS ended because one side's certificate does not satisfy the other. */
public final class UntrustedException extends BrokerException {

  private static final long serialVersionUID = 1L;

  UntrustedException(String message, Throwable cause) {
    super(message, cause);
  }

  /** Whether it may pass: the certificate is not good at this time, by this machine's clock. */
  public boolean isOfTime() {
    return Distrust.isOfTime(getCause());
  }
}
