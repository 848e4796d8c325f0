package io.edgeveil.broker.client;

/** The broker took too long: no acknowledgement, or no room in the window, before the deadline. */
public final class BrokerTimeoutException extends BrokerException {

  private static final long serialVersionUID = 1L;

  /** With the message as it will be shown, and the cause or null. */
  public BrokerTimeoutException(String message, Throwable cause) {
    super(message, cause);
  }
}
