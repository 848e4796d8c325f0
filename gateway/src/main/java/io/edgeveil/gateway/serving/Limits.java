package io.edgeveil.gateway.serving;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What one gateway gives at most: a value for each {@link Limit}. Immutable. */
public final class Limits {
  private static final Map<Limit, Limit> WITHIN =
      Map.of(
          Limit.PENDING_BYTES_PER_DEVICE, Limit.PENDING_BYTES,
          Limit.SESSIONS_PER_DEVICE, Limit.SESSIONS,
          Limit.WAITING_LAYERS_PER_DEVICE, Limit.WAITING_LAYERS,
          Limit.HISTORY_PER_DEVICE, Limit.HISTORY);

  private final Map<Limit, Long> values;

  private Limits(Map<Limit, Long> values) {
    this.values = values;
  }

  /** The defaults for a heap of this size. */
  public static Limits forHeap(long heapBytes) {
    Map<Limit, Long> values = new EnumMap<>(Limit.class);
    for (Limit limit : Limit.values()) {
      values.put(limit, limit.byDefault(heapBytes));
    }
    return new Limits(values);
  }

  /**
   * The same with another value.
   *
   * @throws IllegalArgumentException if it is too small or too large
   */
  public Limits with(Limit limit, long value) {
    if (value < limit.least() || value > limit.greatest()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s must be %d..%d, got %d",
              limit.option(),
              limit.least(),
              limit.greatest(),
              value));
    }
    Map<Limit, Long> changed = new EnumMap<>(values);
    changed.put(limit, value);
    return new Limits(changed);
  }

  /**
   * The same, once it is sure that no device may use more than all may.
   *
   * @throws IllegalArgumentException naming the two options
   */
  public Limits consistent() {
    WITHIN.forEach(
        (one, all) -> {
          if (of(one) > of(all)) {
            throw new IllegalArgumentException(
                String.format(
                    Locale.ROOT,
                    "%s is %d, more than %s, %d",
                    one.option(),
                    of(one),
                    all.option(),
                    of(all)));
          }
        });
    return this;
  }

  /** The value. */
  public long of(Limit limit) {
    return values.get(limit);
  }

  /** The value of a limit whose greatest fits an int. */
  public int count(Limit limit) {
    return Math.toIntExact(of(limit));
  }

  /** The value of a limit in seconds, in nanoseconds. */
  long nanos(Limit limit) {
    return TimeUnit.SECONDS.toNanos(of(limit));
  }

  /** Options and values. */
  @Override
  public String toString() {
    return values.toString();
  }
}
