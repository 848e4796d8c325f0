package io.edgeveil.gateway.watch;

import io.edgeveil.core.wire.Problem;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What went wrong, last seen last; the same of the same device is one alarm with a count. Safe for
 * use by several threads.
 */
final class Alarms {
  private static final int MAX_ALARMS = 100;
  private static final int MAX_SHOWN = 20;
  private static final String DEVICE_ERROR = "Reported by the sensor";

  /**
   * One kind of trouble of one device.
   *
   * @param grave whether somebody may be attacking, or a sensor could not use a result
   * @param over whether the device has said that it is
   */
  record Alarm(
      String device,
      String title,
      String detail,
      boolean grave,
      long count,
      String at,
      boolean over) {}

  private record Key(String device, String title) {}

  private final Map<Key, Alarm> alarms = new LinkedHashMap<>(); // raised last, last
  private final Supplier<Instant> clock;

  Alarms(Supplier<Instant> clock) {
    this.clock = clock;
  }

  /** A problem that a device was told of. */
  void problem(String device, Problem problem) {
    raise(device, problem.title(), problem.detail(), problem.is(Problem.Type.CONFLICT));
  }

  /** What a device says of itself; nothing if all is well again. */
  void deviceError(String device, String error) {
    if (!error.isEmpty()) {
      raise(device, DEVICE_ERROR, error, true);
      return;
    }
    synchronized (this) {
      alarms.computeIfPresent(
          new Key(device, DEVICE_ERROR),
          (key, was) ->
              new Alarm(was.device, was.title, was.detail, was.grave, was.count, was.at, true));
    }
  }

  private synchronized void raise(String device, String title, String detail, boolean grave) {
    Key key = new Key(device, title);
    Alarm before = alarms.remove(key);
    long count = before == null ? 1 : before.count + 1;
    String at = clock.get().truncatedTo(ChronoUnit.SECONDS).toString();
    alarms.put(key, new Alarm(device, title, Shown.of(detail), grave, count, at, false));
    if (alarms.size() > MAX_ALARMS) {
      var oldest = alarms.keySet().iterator();
      oldest.next();
      oldest.remove();
    }
  }

  /** The newest ones, newest first. */
  synchronized List<Alarm> newest() {
    List<Alarm> all = new ArrayList<>(alarms.values());
    Collections.reverse(all);
    return List.copyOf(all.subList(0, Math.min(MAX_SHOWN, all.size())));
  }
}
