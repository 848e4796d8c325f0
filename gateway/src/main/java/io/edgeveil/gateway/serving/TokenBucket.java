package io.edgeveil.gateway.serving;

/**
 * A rate over time that lets bursts of one period through. Guarded by its owner's lock.
 *
 * <p>Whoever finds the bucket not empty may take more than is in it, and the next one waits until
 * the debt is paid: so one message larger than a whole period passes, but not two.
 */
final class TokenBucket {
  private final double capacity;
  private final double perNano;
  private double tokens;
  private long filledNanos;

  /** A full bucket of {@code perPeriod} tokens that fills once a period. */
  TokenBucket(long perPeriod, long periodNanos, long nowNanos) {
    this.capacity = perPeriod;
    this.perNano = (double) perPeriod / periodNanos;
    this.tokens = perPeriod;
    this.filledNanos = nowNanos;
  }

  /** Takes so many; 0, or the nanoseconds until it is worth another try, nothing taken. */
  long take(long count, long nowNanos) {
    tokens = Math.min(capacity, tokens + (nowNanos - filledNanos) * perNano);
    filledNanos = nowNanos;
    double least = Math.min(1, count); // a fraction of a token is none
    if (tokens < least) {
      return (long) Math.ceil((least - tokens) / perNano);
    }
    tokens -= count;
    return 0;
  }
}
