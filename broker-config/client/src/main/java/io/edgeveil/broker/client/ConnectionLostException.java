package io.edgeveil.broker.client;

/** There is no connection any more: it broke, the broker ended it, or it was closed. */
public final class ConnectionLostException extends BrokerException {

  private static final long serialVersionUID = 1L;

  /** With the message as it will be shown, and the cause or null. */
  public ConnectionLostException(String message, Throwable cause) {
    super(message, cause);
  }
}
