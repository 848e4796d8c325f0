package io.edgeveil.broker;

import java.util.Locale;

/**
 * Messages a minute, a mean over the last five minutes in which what is longer ago weighs less
 * (exponentially).
 */
final class MessageRate {
  private static final double NANOS_PER_MINUTE = 60e9;
  private static final double WINDOW_MINUTES = 5;

  private long lastCount = -1;
  private long lastNanos;
  private double perMinute;

  /** With a count so far, at a time; two decimals. */
  String perMinute(long count, long nanos) {
    if (lastCount >= 0 && nanos > lastNanos) {
      double minutes = (nanos - lastNanos) / NANOS_PER_MINUTE;
      double weight = 1 - Math.exp(-minutes / WINDOW_MINUTES);
      perMinute += weight * ((count - lastCount) / minutes - perMinute);
    }
    lastCount = count;
    lastNanos = nanos;
    return String.format(Locale.ROOT, "%.2f", perMinute);
  }
}
