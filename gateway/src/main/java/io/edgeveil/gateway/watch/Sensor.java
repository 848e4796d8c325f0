package io.edgeveil.gateway.watch;

import io.edgeveil.gateway.serving.ServedTensor;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;

/** What is known of one device. Guarded by the lock of {@link Sensors}. */
final class Sensor {
  private static final int LATENCIES = 40;
  private static final int ENDS = 32;
  private static final double NANOS_PER_MINUTE = 60e9;

  private final String device;
  private final Deque<Long> latenciesMs = new ArrayDeque<>();
  private final Deque<Long> endsNanos = new ArrayDeque<>(); // of its last inferences
  private String state = "";
  private String model = "";
  private String lastSeen = "";
  private long inferences;
  private long padsLeft = -1;
  private long receivedBytes;
  private long sentBytes;
  private String error = "";

  Sensor(String device) {
    this.device = device;
  }

  /**
   * A row of the page.
   *
   * @param state {@code online} or {@code offline} as the device says; empty if it says nothing
   * @param lastSeen when a layer was computed for it, ISO 8601; empty if not since the start
   * @param inferences ended since the gateway's start
   * @param perMinute inferences of late
   * @param latenciesMs as the device has measured them, oldest first
   * @param padsLeft as the device says; -1 if it does not
   * @param receivedBytes from it, by this gateway
   * @param sentBytes to it
   * @param error as the device says; empty if there is none
   */
  record Row(
      String device,
      String state,
      String model,
      String lastSeen,
      long inferences,
      double perMinute,
      List<Long> latenciesMs,
      long padsLeft,
      long receivedBytes,
      long sentBytes,
      String error) {}

  void received(int bytes) {
    receivedBytes += bytes;
  }

  void served(ServedTensor tensor, Instant now, long nowNanos) {
    model = tensor.model().toString();
    lastSeen = now.truncatedTo(ChronoUnit.SECONDS).toString();
    sentBytes += tensor.replyBytes();
    if (tensor.endsInference()) {
      inferences++;
      push(endsNanos, nowNanos, ENDS);
    }
  }

  void saysState(DeviceReport report) {
    state = report.text("state");
    if (model.isEmpty()) {
      model = report.text("model");
    }
  }

  void saysStats(DeviceReport report) {
    report.number("pads_left").ifPresent(pads -> padsLeft = pads);
    OptionalLong latency = report.number("latency_ms");
    if (latency.isPresent()) {
      push(latenciesMs, latency.getAsLong(), LATENCIES);
    }
  }

  void saysError(DeviceReport report) {
    error = report.text("error");
  }

  private static void push(Deque<Long> values, long value, int most) {
    values.addLast(value);
    if (values.size() > most) {
      values.removeFirst();
    }
  }

  Row row(long nowNanos) {
    return new Row(
        device,
        state,
        model,
        lastSeen,
        inferences,
        perMinute(nowNanos),
        List.copyOf(latenciesMs),
        padsLeft,
        receivedBytes,
        sentBytes,
        error);
  }

  /** Inferences in the last minute; of a device with many, at the rate of the last ones. */
  private double perMinute(long nowNanos) {
    long recent = endsNanos.stream().filter(end -> nowNanos - end <= NANOS_PER_MINUTE).count();
    if (recent < ENDS) {
      return recent;
    }
    double span = nowNanos - endsNanos.getFirst();
    return Math.round(10 * ENDS * NANOS_PER_MINUTE / span) / 10.0;
  }
}
