package io.edgeveil.broker.client;

/** How hard MQTT tries to deliver a message. */
public enum Qos {
  /** Sent and forgotten: may be lost. */
  AT_MOST_ONCE(0),
  /** Acknowledged: arrives, perhaps twice. */
  AT_LEAST_ONCE(1);

  private final int level;

  Qos(int level) {
    this.level = level;
  }

  int level() {
    return level;
  }
}
