package io.edgeveil.broker.client;

/** Nothing that speaks MQTT 5 answers at the address. */
public final class BrokerUnreachableException extends BrokerException {

  private static final long serialVersionUID = 1L;

  /** With the message as it will be shown, and the cause or null. */
  public BrokerUnreachableException(String message, Throwable cause) {
    super(message, cause);
  }
}
