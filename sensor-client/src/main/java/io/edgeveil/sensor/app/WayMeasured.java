package io.edgeveil.sensor.app;

import io.edgeveil.sensor.inference.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/** What was measured of one way to a gateway so far. */
final class WayMeasured {
  private final SensorSettings settings;
  private final List<Figures> figures = new ArrayList<>();
  private long cpuNanos;

  WayMeasured(SensorSettings settings) {
    this.settings = settings;
  }

  SensorSettings settings() {
    return settings;
  }

  void add(Figures inference) {
    figures.add(inference);
  }

  /** CPU time of the whole process for the inferences added. */
  void addCpu(long nanos) {
    cpuNanos += nanos;
  }

  /** All of it in one line, compared with the first way. */
  BenchLine line(WayMeasured first) {
    double median = quantile(0.5);
    return new BenchLine(
        settings.gateway().map(Object::toString).orElse("as the bundle says"),
        figures.size(),
        ms(quantile(0)),
        ms(median),
        ms(quantile(0.9)),
        ms(quantile(0.99)),
        ms(mean(Figures::sensorMicros)),
        ms(mean(Figures::wireMicros)),
        ms(mean(Figures::gatewayMicros)),
        ms(cpuNanos / 1e3 / figures.size()),
        Math.round(mean(Figures::sentBytes)),
        Math.round(mean(Figures::receivedBytes)),
        mean(Figures::roundTrips),
        Math.round(1e3 * median / first.quantile(0.5)) / 1e3);
  }

  private double quantile(double share) {
    double[] sorted = figures.stream().mapToDouble(Figures::latencyMicros).sorted().toArray();
    return sorted[(int) Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
  }

  private double mean(ToLongFunction<Figures> figure) {
    return figures.stream().mapToLong(figure).average().orElseThrow();
  }

  private static double ms(double micros) {
    return Math.round(micros) / 1e3;
  }
}
