package io.edgeveil.sensor.watch;

import java.time.Duration;
import java.time.Instant;

/** Time, as far as watching needs it; tests have one of their own. */
public interface WatchClock {
  /** A count of nanoseconds that only goes forward. */
  long nanos();

  /** The wall clock. */
  Instant now();

  /** Waits. */
  void sleep(Duration time) throws InterruptedException;

  /** This machine's. */
  WatchClock SYSTEM =
      new WatchClock() {
        @Override
        public long nanos() {
          return System.nanoTime();
        }

        @Override
        public Instant now() {
          return Instant.now();
        }

        @Override
        public void sleep(Duration time) throws InterruptedException {
          java.util.concurrent.TimeUnit.NANOSECONDS.sleep(time.toNanos());
        }
      };
}
