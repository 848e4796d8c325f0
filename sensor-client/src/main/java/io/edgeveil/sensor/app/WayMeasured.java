package io.edgeveil.sensor.app;

import io.edgeveil.sensor.bench.Link;
import io.edgeveil.sensor.bench.ProcessUse;
import io.edgeveil.sensor.inference.Figures;
import io.edgeveil.sensor.inference.InferenceException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.ToLongFunction;

/** What was measured of one way to a gateway so far. Safe for use by several threads. */
final class WayMeasured {
  /** Who wants to know how inferences went. */
  interface Turn {
    /** One came to its end. */
    void done(Figures figures);

    /** One came to nothing. */
    void failed(InferenceException failure);
  }

  private final List<SensorSettings> settings;
  private final Optional<Link> link;
  private final List<Figures> figures = new ArrayList<>();
  private int errors;
  private InferenceException firstError; // null: none
  private long cpuNanos;
  private OptionalLong compilerNanos = OptionalLong.of(0);
  private long allocatedBytes;
  private long elapsedNanos;

  /**
   * Nothing yet.
   *
   * @param settings of each sensor, all by this way
   */
  WayMeasured(List<SensorSettings> settings, Optional<Link> link) {
    this.settings = settings;
    this.link = link;
  }

  List<SensorSettings> settings() {
    return settings;
  }

  /** For inferences that count only where they fail. */
  Turn warmUp() {
    return new Turn() {
      @Override
      public void done(Figures inference) {
        // not measured
      }

      @Override
      public void failed(InferenceException failure) {
        addError(failure);
      }
    };
  }

  /** For inferences that are measured. */
  Turn measured() {
    return new Turn() {
      @Override
      public void done(Figures inference) {
        add(inference);
      }

      @Override
      public void failed(InferenceException failure) {
        addError(failure);
      }
    };
  }

  private synchronized void add(Figures inference) {
    figures.add(inference);
  }

  private synchronized void addError(InferenceException failure) {
    errors++;
    firstError = firstError == null ? failure : firstError;
  }

  /** What the inferences just measured took of the whole process. */
  synchronized void addUse(long nanos, ProcessUse before, ProcessUse after) {
    elapsedNanos += nanos;
    cpuNanos += after.cpuNanosSince(before);
    OptionalLong compiled = after.compilerNanosSince(before);
    compilerNanos =
        compiled.isEmpty()
            ? compiled
            : OptionalLong.of(compilerNanos.getAsLong() + compiled.getAsLong());
    allocatedBytes += after.allocatedBytesSince(before);
  }

  /** How many inferences came to nothing, and why the first did; empty if all went well. */
  synchronized Optional<String> failures() {
    return errors == 0
        ? Optional.empty()
        : Optional.of(errors + " inferences failed, the first: " + firstError.getMessage());
  }

  /** All of it in one line, compared with the first way. */
  synchronized BenchLine line(WayMeasured first) throws IOException {
    double median = quantile(0.5);
    double bytes = mean(Figures::sentBytes) + mean(Figures::receivedBytes);
    double roundTrips = mean(Figures::roundTrips);
    Double limitMs = link.map(slow -> rounded(slow.limitMillis(bytes, roundTrips))).orElse(null);
    OptionalLong peak = ProcessUse.peakResidentBytes();
    return new BenchLine(
        settings.get(0).gateway().map(Object::toString).orElse("as the bundle says"),
        settings.size(),
        figures.size(),
        errors,
        rounded(figures.size() * 1e9 / elapsedNanos),
        ms(quantile(0)),
        ms(median),
        ms(quantile(0.9)),
        ms(quantile(0.99)),
        ms(mean(Figures::sensorMicros)),
        ms(mean(f -> f.sensor().maskMicros())),
        ms(mean(f -> f.sensor().encodeMicros())),
        ms(mean(f -> f.sensor().decodeMicros())),
        ms(mean(f -> f.sensor().checkMicros())),
        ms(mean(f -> f.sensor().unmaskMicros())),
        ms(mean(f -> f.sensorMicros() - f.sensor().sumMicros())),
        ms(mean(Figures::wireMicros)),
        ms(mean(Figures::gatewayMicros)),
        ms(cpuNanos / 1e3 / figures.size()),
        compilerNanos.isPresent() ? ms(compilerNanos.getAsLong() / 1e3 / figures.size()) : null,
        allocatedBytes / figures.size(),
        peak.isPresent() ? peak.getAsLong() : null,
        Math.round(mean(Figures::sentBytes)),
        Math.round(mean(Figures::receivedBytes)),
        mean(Figures::messages),
        roundTrips,
        link.map(Link::toString).orElse(null),
        limitMs,
        limitMs == null ? null : rounded(median / 1e3 / limitMs),
        rounded(median / first.quantile(0.5)));
  }

  private synchronized double quantile(double share) {
    double[] sorted = figures.stream().mapToDouble(Figures::latencyMicros).sorted().toArray();
    return sorted[(int) Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
  }

  private double mean(ToLongFunction<Figures> figure) {
    return figures.stream().mapToLong(figure).average().orElseThrow();
  }

  private static double ms(double micros) {
    return Math.round(micros) / 1e3;
  }

  private static double rounded(double value) {
    return Math.round(1e3 * value) / 1e3;
  }
}
