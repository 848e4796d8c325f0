package io.edgeveil.gateway.watch;

import io.edgeveil.core.wire.Ids;
import io.edgeveil.gateway.serving.ServedTensor;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The devices that were heard of last: by the serving core, and by what they publish of themselves
 * under {@code edgeveil/device/<device>/}. Safe for use by several threads.
 */
public final class Sensors {
  /** The leaves of a device's status that are read. */
  public static final List<String> LEAVES = List.of("state", "stats", "error");

  private static final int MAX_KNOWN = 1024;
  private static final int MAX_SHOWN = 50;

  private final Map<String, Sensor> byDevice = new LinkedHashMap<>(16, 0.75f, true);
  private final Alarms alarms;
  private final Supplier<Instant> clock;
  private final LongSupplier nanoTime;

  Sensors(Alarms alarms, Supplier<Instant> clock, LongSupplier nanoTime) {
    this.alarms = alarms;
    this.clock = clock;
    this.nanoTime = nanoTime;
  }

  synchronized void received(String device, int bytes) {
    of(device).received(bytes);
  }

  synchronized void served(ServedTensor tensor) {
    of(tensor.device()).served(tensor, clock.get(), nanoTime.getAsLong());
  }

  /**
   * A device has published something of itself; what cannot be read is passed over.
   *
   * @param device its id, as the broker's permissions vouch for it
   * @param leaf one of {@link #LEAVES}
   * @param payload written by the device
   */
  public void reported(String device, String leaf, byte[] payload) {
    Optional<DeviceReport> report = DeviceReport.read(payload);
    if (report.isEmpty() || !Ids.isId(device)) {
      return;
    }
    synchronized (this) {
      Sensor sensor = of(device);
      switch (leaf) {
        case "state" -> sensor.saysState(report.get());
        case "stats" -> sensor.saysStats(report.get());
        case "error" -> sensor.saysError(report.get());
        default -> throw new IllegalArgumentException("no leaf of a device's status: " + leaf);
      }
    }
    if (leaf.equals("error")) {
      alarms.deviceError(device, report.get().text("error"));
    }
  }

  private Sensor of(String device) {
    Sensor sensor = byDevice.computeIfAbsent(device, Sensor::new);
    if (byDevice.size() > MAX_KNOWN) {
      var leastRecent = byDevice.keySet().iterator();
      leastRecent.next();
      leastRecent.remove();
    }
    return sensor;
  }

  synchronized int known() {
    return byDevice.size();
  }

  /** Those heard of last, in the order of their ids. */
  synchronized List<Sensor.Row> rows() {
    long now = nanoTime.getAsLong();
    return byDevice.values().stream()
        .skip(Math.max(0, byDevice.size() - MAX_SHOWN))
        .map(sensor -> sensor.row(now))
        .sorted(Comparator.comparing(Sensor.Row::device))
        .toList();
  }
}
