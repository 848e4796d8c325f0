package io.edgeveil.pads.usage;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How many pads were used in each of the last hours.
 *
 * @param padsByHour hours since 1970, and how many pads were used in each
 */
public record Usage(SortedMap<Long, Long> padsByHour) {
  /** How far back counts are kept. */
  public static final Duration KEPT = Duration.ofDays(28);

  private static final Duration LOOKED_AT = Duration.ofDays(7);
  private static final double SECONDS_PER_DAY = 86_400;
  private static final long SECONDS_PER_HOUR = 3600;

  /** Nothing used yet. */
  public static final Usage NONE = new Usage(new TreeMap<>());

  /**
   * Copies.
   *
   * @throws IllegalArgumentException if a count is negative
   */
  public Usage {
    padsByHour = Collections.unmodifiableSortedMap(new TreeMap<>(padsByHour));
    if (padsByHour.values().stream().anyMatch(count -> count == null || count < 0)) {
      throw new IllegalArgumentException("a negative count of pads");
    }
  }

  /** With some more, and without what is older than {@link #KEPT} or, by a wrong clock, to come. */
  Usage plus(long pads, Instant now) {
    long hour = hour(now);
    SortedMap<Long, Long> counts = new TreeMap<>(padsByHour);
    counts.merge(hour, pads, Long::sum);
    return new Usage(counts.subMap(hour - KEPT.toHours(), hour + 1));
  }

  /**
   * Pads a day at the present rate: the mean of the last seven days, or of the time since the first
   * use where that is shorter, but of an hour at least. Empty if none was used in that time.
   */
  public OptionalDouble padsPerDay(Instant now) {
    SortedMap<Long, Long> recent =
        padsByHour.subMap(hour(now) - LOOKED_AT.toHours(), hour(now) + 1);
    long used = recent.values().stream().mapToLong(Long::longValue).sum();
    if (used == 0) {
      return OptionalDouble.empty();
    }
    boolean older = padsByHour.firstKey() < recent.firstKey();
    double seconds =
        older ? LOOKED_AT.toSeconds() : now.getEpochSecond() - recent.firstKey() * SECONDS_PER_HOUR;
    return OptionalDouble.of(used * SECONDS_PER_DAY / Math.max(seconds, SECONDS_PER_HOUR));
  }

  private static long hour(Instant time) {
    return Math.floorDiv(time.getEpochSecond(), SECONDS_PER_HOUR);
  }

  /** The shape of the JSON file. */
  record File(Map<Long, Long> padsByHour) {}
}
