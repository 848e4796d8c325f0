package io.edgeveil.broker.client;

/**
 * The broker does not accept the credentials, or they do not permit what was asked (reasons 134,
 * 135 and 138).
 */
public final class AccessRefusedException extends BrokerException {

  private static final long serialVersionUID = 1L;

  private final int reasonCode;

  /** With the message as it will be shown and the MQTT 5 reason code. */
  public AccessRefusedException(String message, int reasonCode) {
    super(message, null);
    this.reasonCode = reasonCode;
  }

  /** The MQTT 5 reason code, 128 or above. */
  public int reasonCode() {
    return reasonCode;
  }
}
