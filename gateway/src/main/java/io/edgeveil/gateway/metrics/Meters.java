package io.edgeveil.gateway.metrics;

import io.edgeveil.core.wire.Problem;
import io.edgeveil.gateway.serving.ServedTensor;
import io.edgeveil.gateway.serving.ServingFigures;
import io.edgeveil.gateway.serving.ServingListener;
import io.edgeveil.gateway.status.Info;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** The meters of one gateway, read as Prometheus's text. Safe for use by several threads. */
public final class Meters implements ServingListener, AutoCloseable {
  /** Content type of {@link #text}. */
  public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private static final Duration[] COMPUTE_BUCKETS = {
    Duration.ofNanos(250_000),
    Duration.ofMillis(1),
    Duration.ofNanos(2_500_000),
    Duration.ofMillis(5),
    Duration.ofMillis(10),
    Duration.ofMillis(25),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofSeconds(1)
  };

  private record LayerName(String model, String layer) {}

  private record LayerMeters(Counter served, Timer compute) {}

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics collections = new JvmGcMetrics();
  private final Map<LayerName, LayerMeters> layers = new ConcurrentHashMap<>();
  private final Map<String, Counter> problems = new ConcurrentHashMap<>();
  private final DeviceCounters devices = new DeviceCounters(registry);
  private final DistributionSummary batches;
  private final Counter received;
  private final Counter sent;

  /** All at nought. */
  public Meters(Info info) {
    new JvmMemoryMetrics().bindTo(registry);
    collections.bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    received = counter("edgeveil.received", "Messages from devices, headers of chunks included");
    sent = counter("edgeveil.sent", "Results to devices, headers of chunks included");
    batches =
        DistributionSummary.builder("edgeveil.batch.tensors")
            .description("Tensors of a layer that were multiplied at once")
            .serviceLevelObjectives(1, 2, 4, 8, 16, 32)
            .register(registry);
    for (Problem.Type type : Problem.Type.values()) {
      problems.put(
          type.urn(),
          Counter.builder("edgeveil.problems")
              .description("Requests refused")
              .tag("type", label(type.urn()))
              .register(registry));
    }
    Gauge.builder("edgeveil.info", () -> 1)
        .description("What runs")
        .tag("version", info.version())
        .tag("kernel", info.kernel())
        .register(registry);
  }

  private Counter counter(String name, String description) {
    return Counter.builder(name).description(description).baseUnit("bytes").register(registry);
  }

  /** The last part of a problem's URN. */
  private static String label(String urn) {
    return urn.substring(urn.lastIndexOf(':') + 1);
  }

  /**
   * Shows the core's figures, too.
   *
   * @param figures how things stand when asked; retained
   * @param brokerConnected whether the link to the broker is up
   */
  public void show(Supplier<ServingFigures> figures, BooleanSupplier brokerConnected) {
    count("edgeveil.inferences", "Inferences ended", figures, ServingFigures::inferences);
    count("edgeveil.conflicts", "Masks that served twice", figures, ServingFigures::conflicts);
    gauge("edgeveil.sessions", "Sessions open", null, figures, ServingFigures::sessions);
    gauge("edgeveil.queue.layers", "Layers that wait", null, figures, ServingFigures::queue);
    gauge(
        "edgeveil.pending",
        "Memory promised to tensors",
        "bytes",
        figures,
        ServingFigures::pendingBytes);
    Gauge.builder("edgeveil.broker.connected", () -> brokerConnected.getAsBoolean() ? 1 : 0)
        .description("1 while the link to the broker is up")
        .register(registry);
  }

  private void count(
      String name,
      String description,
      Supplier<ServingFigures> figures,
      ToDoubleFunction<ServingFigures> which) {
    FunctionCounter.builder(name, figures, source -> which.applyAsDouble(source.get()))
        .description(description)
        .register(registry);
  }

  private void gauge(
      String name,
      String description,
      String unit,
      Supplier<ServingFigures> figures,
      ToDoubleFunction<ServingFigures> which) {
    Gauge.builder(name, () -> which.applyAsDouble(figures.get()))
        .description(description)
        .baseUnit(unit)
        .register(registry);
  }

  @Override
  public void received(String device, int bytes) {
    received.increment(bytes);
  }

  @Override
  public void served(ServedTensor tensor) {
    sent.increment((double) tensor.replyBytes());
    LayerMeters meters =
        layers.computeIfAbsent(
            new LayerName(tensor.model().name(), tensor.layer().name()),
            name -> meters(registry, name));
    meters.served.increment();
    meters.compute.record(tensor.computeMicros(), TimeUnit.MICROSECONDS);
    if (tensor.endsInference()) {
      devices.inferenceEnded(tensor.device());
    }
  }

  private static LayerMeters meters(MeterRegistry registry, LayerName name) {
    return new LayerMeters(
        Counter.builder("edgeveil.layers")
            .description("Layers computed, repeated ones included")
            .tag("model", name.model)
            .tag("layer", name.layer)
            .register(registry),
        Timer.builder("edgeveil.layer.compute")
            .description("Time that the kernel took for one layer")
            .tag("model", name.model)
            .tag("layer", name.layer)
            .serviceLevelObjectives(COMPUTE_BUCKETS)
            .register(registry));
  }

  @Override
  public void multiplied(int tensors) {
    batches.record(tensors);
  }

  @Override
  public void refused(String device, Problem problem) {
    problems.get(problem.type()).increment();
  }

  /** All of them in Prometheus's text format, version 0.0.4. */
  public String text() {
    return registry.scrape();
  }

  @Override
  public void close() {
    collections.close();
    registry.close();
  }
}
