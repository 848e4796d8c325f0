package io.edgeveil.broker.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

/** A back-off grows, stays within its bounds, and varies by at most half. */
class BackoffLawTest {

  @Property
  void staysBetweenHalfOfTheFirstAndTheLongest(
      @ForAll @IntRange(min = 0, max = 100_000) int failures,
      @ForAll @DoubleRange(min = 0, max = 1, maxIncluded = false) double random) {
    Duration wait =
        new Backoff(Duration.ofMillis(500), Duration.ofSeconds(30), () -> random).after(failures);
    assertThat(wait).isBetween(Duration.ofMillis(250), Duration.ofSeconds(30));
  }

  @Property
  void neverShrinks(@ForAll @IntRange(min = 0, max = 100) int failures) {
    Backoff backoff = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(30), () -> 0.5);
    assertThat(backoff.after(failures + 1)).isGreaterThanOrEqualTo(backoff.after(failures));
  }
}
