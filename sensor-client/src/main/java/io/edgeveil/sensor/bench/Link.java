package io.edgeveil.sensor.bench;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A link as slow as wanted: {@code 10mbit,40ms}.
 *
 * @param bitsPerSecond of each direction for itself
 * @param roundTrip how long a byte and its answer are under way when nothing else is: half of it
 *     each way
 */
public record Link(long bitsPerSecond, Duration roundTrip) {
  private static final Pattern TEXT =
      Pattern.compile("(\\d+(?:\\.\\d+)?)(k|m|g)bit(?:,(\\d+(?:\\.\\d+)?)ms)?");
  private static final double NANOS_PER_MILLI = 1e6;

  public Link {
    if (bitsPerSecond < 1000 || bitsPerSecond > 100_000_000_000L) {
      throw new IllegalArgumentException(
          "a link has 1kbit to 100gbit a second, got " + bitsPerSecond + " bits");
    }
    if (roundTrip.isNegative() || roundTrip.compareTo(Duration.ofSeconds(10)) > 0) {
      throw new IllegalArgumentException("a round trip takes 0 to 10 s, got " + roundTrip);
    }
  }

  /**
   * Reads {@code RATE[,DELAY]}: {@code 10mbit,40ms}; without a delay there is none.
   *
   * @throws IllegalArgumentException if the text is anything else
   */
  public static Link parse(String text) {
    Matcher parts = TEXT.matcher(text.toLowerCase(Locale.ROOT));
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "a link is RATE[,DELAY], as 10mbit,40ms or 500kbit, got '" + text + "'");
    }
    double unit =
        switch (parts.group(2)) {
          case "k" -> 1e3;
          case "m" -> 1e6;
          default -> 1e9;
        };
    double millis = parts.group(3) == null ? 0 : Double.parseDouble(parts.group(3));
    return new Link(
        Math.round(Double.parseDouble(parts.group(1)) * unit),
        Duration.ofNanos(Math.round(millis * NANOS_PER_MILLI)));
  }

  /**
   * The least time in which messages can cross, one direction after the other: bytes / rate + round
   * trips x delay.
   *
   * @param bytes of both directions
   */
  public double limitMillis(double bytes, double roundTrips) {
    return bytes * 8e3 / bitsPerSecond + roundTrips * roundTrip.toNanos() / NANOS_PER_MILLI;
  }

  /** How long so many bytes take to get onto the link. */
  long transmissionNanos(int bytes) {
    return Math.round(bytes * 8e9 / bitsPerSecond);
  }

  /** How many bytes fill the link, there and back. */
  long roundTripBytes() {
    return Math.round(roundTrip.toNanos() / 1e9 * bitsPerSecond / 8);
  }

  /** As it is written. */
  @Override
  public String toString() {
    boolean whole = bitsPerSecond % 1_000_000 == 0;
    double millis = roundTrip.toNanos() / NANOS_PER_MILLI;
    return (whole ? bitsPerSecond / 1_000_000 + "mbit" : bitsPerSecond / 1e3 + "kbit")
        + ","
        + (millis == Math.rint(millis) ? String.valueOf(Math.round(millis)) : millis)
        + "ms";
  }
}
