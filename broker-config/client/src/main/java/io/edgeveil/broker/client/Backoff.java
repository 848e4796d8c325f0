package io.edgeveil.broker.client;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * How long to wait before the next attempt: twice as long after each failure, up to a limit, and a
 * random part of it so that many clients do not come back at once.
 */
public final class Backoff {

  private final Duration first;
  private final Duration longest;
  private final DoubleSupplier random;

  /**
   * Waits between {@code first / 2} and {@code first}, then twice that, and never more than {@code
   * longest}.
   *
   * @throws IllegalArgumentException unless 0 &lt; first &lt;= longest
   */
  public Backoff(Duration first, Duration longest) {
    this(first, longest, Math::random);
  }

  Backoff(Duration first, Duration longest, DoubleSupplier random) {
    if (first.isZero() || first.isNegative() || first.compareTo(longest) > 0) {
      throw new IllegalArgumentException(
          "a back-off needs 0 < first <= longest, got " + first + " and " + longest);
    }
    this.first = first;
    this.longest = longest;
    this.random = random;
  }

  /** Half a second at first, half a minute at most. */
  public static Backoff standard() {
    return new Backoff(Duration.ofMillis(500), Duration.ofSeconds(30));
  }

  /**
   * Returns whether what lasted so long was a success, after which failures are counted anew: it
   * lasted longer than the longest wait.
   */
  boolean forgives(Duration lasted) {
    return lasted.compareTo(longest) > 0;
  }

  /** The wait after so many failures in a row, counted from zero. */
  Duration after(int failures) {
    double grown = first.toNanos() * Math.pow(2, Math.min(failures, 30));
    double full = Math.min(grown, (double) longest.toNanos());
    return Duration.ofNanos((long) (full * (0.5 + 0.5 * random.getAsDouble())));
  }
}
