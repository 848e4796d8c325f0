package io.edgeveil.sensor.transport;

import io.edgeveil.sensor.inference.TransportException;

/** Where a device shows how it is, as far as its way to the gateway has a place for that. */
public interface DeviceStatus {
  /** There is no such place. */
  DeviceStatus NOWHERE =
      new DeviceStatus() {
        @Override
        public void show(DeviceStats stats) {}

        @Override
        public void showError(String error) {}

        @Override
        public void keep(String topic, Object json) {}

        @Override
        public void remove(String topic) {}

        @Override
        public void restore() {}
      };

  /** Shows what the last inference cost. */
  void show(DeviceStats stats);

  /** Shows why an inference came to nothing. */
  void showError(String error);

  /**
   * Shows something else, retained, and again on each new connection.
   *
   * @param topic that the device may publish to
   * @param json a record
   */
  void keep(String topic, Object json);

  /**
   * Takes away what {@link #keep} has shown, in an earlier run perhaps; also on each new
   * connection.
   */
  void remove(String topic);

  /**
   * Connects again if the connection is lost, so that the device does not show as offline.
   *
   * @throws TransportException if that does not succeed
   */
  void restore() throws TransportException, InterruptedException;
}
