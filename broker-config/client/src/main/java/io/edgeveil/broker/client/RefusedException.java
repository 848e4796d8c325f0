package io.edgeveil.broker.client;

/**
 * The broker refused for another reason than access: packet too large, quota, client id, and the
 * like.
 */
public final class RefusedException extends BrokerException {

  private static final long serialVersionUID = 1L;

  private final int reasonCode;

  /** With the message as it will be shown and the MQTT 5 reason code. */
  public RefusedException(String message, int reasonCode) {
    super(message, null);
    this.reasonCode = reasonCode;
  }

  /**
   * Returns whether it is for now: the broker is not ready, busy, or has had too much of us (MQTT
   * 5.0, section 2.4).
   */
  public boolean isPassing() {
    return switch (reasonCode) {
      case 136, 137, 150, 151, 159 -> true;
      default -> false;
    };
  }

  /** The MQTT 5 reason code, 128 or above. */
  public int reasonCode() {
    return reasonCode;
  }
}
