package io.edgeveil.sensor.inference;

import java.time.Duration;

/**
 * How long to wait for a gateway.
 *
 * @param openTimeout for the answer to one session request
 * @param replyTimeout for the whole result of one layer, before the same bytes are sent again
 * @param patience from the first attempt until the inference is given up; an attempt under way is
 *     waited for
 * @param pause between attempts, where the other side needs time
 */
public record RetryPolicy(
    Duration openTimeout, Duration replyTimeout, Duration patience, Duration pause) {

  /** Three seconds to open, ten for a layer, thirty in all, half a second in between. */
  public static final RetryPolicy DEFAULT =
      new RetryPolicy(
          Duration.ofSeconds(3),
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          Duration.ofMillis(500));

  /**
   * Validates.
   *
   * @throws IllegalArgumentException if a time is not above 0
   */
  public RetryPolicy {
    for (Duration time : new Duration[] {openTimeout, replyTimeout, patience, pause}) {
      if (time.isNegative() || time.isZero()) {
        throw new IllegalArgumentException("times must be above 0, got " + time);
      }
    }
  }

  /** The same with other times for layers: {@code replyTimeout}, and three times that in all. */
  public RetryPolicy withReplyTimeout(Duration newReplyTimeout) {
    return new RetryPolicy(openTimeout, newReplyTimeout, newReplyTimeout.multipliedBy(3), pause);
  }
}
