package io.edgeveil.broker;

/**
 * How much one device may publish: what was not used is saved up for a quarter of a second's worth,
 * far less than waits for a gateway without loss.
 *
 * @param messagesPerSecond at least 1
 * @param bytesPerSecond of payload, at least 1
 */
public record DeviceQuota(int messagesPerSecond, long bytesPerSecond) {

  /** A thousand messages and 64 MiB a second: some fifty AlexNet inferences. */
  public static final DeviceQuota STANDARD = new DeviceQuota(1_000, 64L << 20);

  public DeviceQuota {
    if (messagesPerSecond < 1 || bytesPerSecond < 1) {
      throw new IllegalArgumentException(
          "a device's quota must be at least 1 message and 1 byte a second, got "
              + messagesPerSecond
              + " and "
              + bytesPerSecond);
    }
  }
}
