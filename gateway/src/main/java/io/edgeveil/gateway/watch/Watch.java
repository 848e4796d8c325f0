package io.edgeveil.gateway.watch;

import io.edgeveil.core.json.Json;
import io.edgeveil.core.wire.Problem;
import io.edgeveil.gateway.model.ServedModel;
import io.edgeveil.gateway.serving.ServedTensor;
import io.edgeveil.gateway.serving.ServingFigures;
import io.edgeveil.gateway.serving.ServingListener;
import io.edgeveil.gateway.status.Info;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Keeps all that can be watched of one gateway, and writes it as JSON. Safe for use by several
 * threads.
 */
public final class Watch implements ServingListener {
  private final LayerTimes layers = new LayerTimes();
  private final Alarms alarms;
  private final Sensors sensors;
  private final Glimpses glimpses;
  private final Trend trend;
  private final Supplier<Instant> clock;
  private final LongSupplier nanoTime;

  /**
   * Nothing seen yet.
   *
   * @param clock the time of day
   * @param nanoTime a monotonic clock
   */
  public Watch(Supplier<Instant> clock, LongSupplier nanoTime) {
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.alarms = new Alarms(clock);
    this.sensors = new Sensors(alarms, clock, nanoTime);
    this.glimpses = new Glimpses(clock, nanoTime);
    this.trend = new Trend(new ServingFigures(0, 0, 0, 0, 0, 0, 0, 0), nanoTime.getAsLong());
  }

  /** To be told what devices publish of themselves. */
  public Sensors sensors() {
    return sensors;
  }

  @Override
  public void received(String device, int bytes) {
    trend.received(bytes);
    sensors.received(device, bytes);
  }

  @Override
  public void served(ServedTensor tensor) {
    trend.sent(tensor.replyBytes());
    layers.served(tensor);
    sensors.served(tensor);
    glimpses.served(tensor);
  }

  @Override
  public void refused(String device, Problem problem) {
    alarms.problem(device, problem);
  }

  private static String json(Object value) {
    return new String(Json.write(value), StandardCharsets.UTF_8);
  }

  /** What does not change, in JSON. */
  public static String facts(
      String gateway, Info info, String broker, boolean dealer, List<ServedModel> models) {
    return json(
        new GatewayFacts(
            gateway,
            info,
            broker,
            dealer,
            models.stream().map(GatewayFacts.ModelFacts::of).toList()));
  }

  /** How things stand now, in JSON; to be called once a second. */
  public String moment(ServingFigures figures, boolean brokerConnected, boolean ready) {
    Trend.Point point = trend.step(figures, nanoTime.getAsLong());
    Runtime runtime = Runtime.getRuntime();
    return json(
        new Moment(
            clock.get().truncatedTo(ChronoUnit.SECONDS).toString(),
            brokerConnected,
            ready,
            figures,
            trend.receivedBytes(),
            trend.sentBytes(),
            (runtime.totalMemory() - runtime.freeMemory()) >> 20,
            point,
            layers.read(),
            sensors.rows(),
            sensors.known(),
            alarms.newest()));
  }

  /** The last minutes, a point a second, oldest first, in JSON. */
  public String past() {
    return json(trend.points());
  }

  /**
   * The last look at a layer's masked input, in JSON.
   *
   * @param layer {@code model/version/layer}
   */
  public Optional<String> glimpse(String layer) {
    return glimpses.latest(layer).map(Watch::json);
  }
}
