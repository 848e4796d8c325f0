package io.edgeveil.broker;

/**
 * The embedded broker did not start: a port in use, a folder that cannot be written; the message
 * says which.
 */
public final class BrokerStartException extends Exception {

  private static final long serialVersionUID = 1L;

  BrokerStartException(String message, Throwable cause) {
    super(message, cause);
  }
}
