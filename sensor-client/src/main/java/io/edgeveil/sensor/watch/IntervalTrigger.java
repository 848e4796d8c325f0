package io.edgeveil.sensor.watch;

import java.time.Duration;

/**
 * At once, and then at equal distances. A moment that has passed before anybody waited for it is
 * left out: after a slow picture there is no burst.
 */
public final class IntervalTrigger implements Trigger {
  private final Duration interval;
  private final WatchClock clock;
  private long dueNanos;
  private boolean begun;

  /**
   * Begins at the first call of {@link #await}.
   *
   * @throws IllegalArgumentException if the interval is not above 0
   */
  public IntervalTrigger(Duration interval, WatchClock clock) {
    if (interval.isZero() || interval.isNegative()) {
      throw new IllegalArgumentException("an interval must be above 0, got " + interval);
    }
    this.interval = interval;
    this.clock = clock;
  }

  @Override
  public boolean await() throws InterruptedException {
    long now = clock.nanos();
    if (!begun) {
      begun = true;
      dueNanos = now;
    }
    if (dueNanos > now) {
      clock.sleep(Duration.ofNanos(dueNanos - now));
    }
    long late = Math.max(0, clock.nanos() - dueNanos);
    dueNanos += (late / interval.toNanos() + 1) * interval.toNanos();
    return true;
  }

  @Override
  public String description() {
    return "every " + Durations.text(interval);
  }
}
