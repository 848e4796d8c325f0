package io.edgeveil.gateway.serving;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * How fast each device may knock, held before anything else is looked at. Remembers the devices
 * that knocked last, as many as may be known. Guarded by the core's lock.
 */
final class Gate {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

  private final class Rates {
    final TokenBucket opens;
    final TokenBucket chunks;
    final TokenBucket bytes;
    final TokenBucket problems;

    Rates(long nowNanos) {
      opens = new TokenBucket(limits.of(Limit.OPENS_PER_MINUTE), MINUTE, nowNanos);
      chunks = new TokenBucket(limits.of(Limit.CHUNKS_PER_SECOND), SECOND, nowNanos);
      bytes = new TokenBucket(limits.of(Limit.BYTES_PER_SECOND), SECOND, nowNanos);
      problems = new TokenBucket(limits.of(Limit.PROBLEMS_PER_SECOND), SECOND, nowNanos);
    }
  }

  private final Limits limits;
  private final Map<String, Rates> byDevice = new LinkedHashMap<>(16, 0.75f, true);

  Gate(Limits limits) {
    this.limits = limits;
  }

  /** 0, or how many nanoseconds to wait with the next session request. */
  long open(String device, long nowNanos) {
    return of(device, nowNanos).opens.take(1, nowNanos);
  }

  /** 0, or how many nanoseconds to wait with the next chunk. */
  long chunk(String device, int bytes, long nowNanos) {
    Rates rates = of(device, nowNanos);
    long wait = rates.chunks.take(1, nowNanos);
    return wait > 0 ? wait : rates.bytes.take(bytes, nowNanos);
  }

  /** Whether the device may be told of another problem. */
  boolean mayTell(String device, long nowNanos) {
    return of(device, nowNanos).problems.take(1, nowNanos) == 0;
  }

  private Rates of(String device, long nowNanos) {
    Rates rates = byDevice.computeIfAbsent(device, d -> new Rates(nowNanos));
    if (byDevice.size() > limits.of(Limit.DEVICES)) {
      var leastRecentlyUsed = byDevice.keySet().iterator();
      leastRecentlyUsed.next();
      leastRecentlyUsed.remove();
    }
    return rates;
  }
}
