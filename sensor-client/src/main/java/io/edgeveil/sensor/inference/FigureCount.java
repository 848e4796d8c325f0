package io.edgeveil.sensor.inference;

import java.util.EnumMap;
import java.util.Map;

/** What one inference has cost so far. */
final class FigureCount {
  /** What a sensor does besides running the rest of the network. */
  enum Work {
    MASK,
    ENCODE,
    DECODE,
    CHECK,
    UNMASK
  }

  private final Map<Work, Long> workNanos = new EnumMap<>(Work.class);
  private int roundTrips;
  private int messages;
  private long gatewayMicros;
  private long waitedNanos;

  void roundTrip() {
    roundTrips++;
  }

  /** Messages that went out or came back. */
  void messages(int more) {
    messages += more;
  }

  void gatewayMicros(int micros) {
    gatewayMicros += micros;
  }

  void waited(long nanos) {
    waitedNanos += nanos;
  }

  void worked(Work work, long nanos) {
    workNanos.merge(work, nanos, Long::sum);
  }

  /** The same, within time that {@link #waited} counts. */
  void workedMeanwhile(Work work, long nanos) {
    worked(work, nanos);
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
        roundTrips,
        messages,
        new SensorTimes(
            micros(Work.MASK),
            micros(Work.ENCODE),
            micros(Work.DECODE),
            micros(Work.CHECK),
            micros(Work.UNMASK)));
  }

  private long micros(Work work) {
    return workNanos.getOrDefault(work, 0L) / 1000;
  }
}
