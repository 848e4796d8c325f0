package io.edgeveil.sensor.inference;

/** What one inference has cost so far. */
final class FigureCount {
  private int roundTrips;
  private long gatewayMicros;
  private long waitedNanos;

  void roundTrip() {
    roundTrips++;
  }

  void gatewayMicros(int micros) {
    gatewayMicros += micros;
  }

  void waited(long nanos) {
    waitedNanos += nanos;
  }

  /** Time within {@link #waited} in which the sensor worked. */
  void worked(long nanos) {
    waitedNanos -= nanos;
  }

  /** The gateway's own word on its time is cut to the time it was waited for. */
  Figures figures(long padIndex, long totalNanos, long sentBytes, long receivedBytes) {
    long waitedMicros = waitedNanos / 1000;
    long gateway = Math.min(gatewayMicros, waitedMicros);
    return new Figures(
        padIndex,
        totalNanos / 1000,
        (totalNanos - waitedNanos) / 1000,
        waitedMicros - gateway,
        gateway,
        sentBytes,
        receivedBytes,
        roundTrips);
  }
}
