package io.edgeveil.sensor.transport;

/** Where a device shows how it is, as far as its way to the gateway has a place for that. */
public interface DeviceStatus {
  /** There is no such place. */
  DeviceStatus NOWHERE =
      new DeviceStatus() {
        @Override
        public void show(DeviceStats stats) {}

        @Override
        public void showError(String error) {}
      };

  /** Shows what the last inference cost. */
  void show(DeviceStats stats);

  /** Shows why an inference came to nothing. */
  void showError(String error);
}
