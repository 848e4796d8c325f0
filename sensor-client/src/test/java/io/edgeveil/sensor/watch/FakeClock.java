package io.edgeveil.sensor.watch;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Time that passes when somebody sleeps, and at once. */
final class FakeClock implements WatchClock {
  static final Instant START = Instant.parse("2026-11-23T03:09:35.417Z");

  final List<Duration> slept = new ArrayList<>();
  private long nanos = 1_000_000_000_000L;
  private final long startNanos = nanos;

  @Override
  public synchronized long nanos() {
    return nanos;
  }

  @Override
  public synchronized Instant now() {
    return START.plusNanos(nanos - startNanos);
  }

  @Override
  public synchronized void sleep(Duration time) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    slept.add(time);
    nanos += time.toNanos();
  }

  synchronized void pass(Duration time) {
    nanos += time.toNanos();
  }
}
