package io.edgeveil.command;

import java.util.Locale;

/** What a bar looks like: {@code making pads [##### ] 50 % 500/1000 0:12 left}. */
final class ProgressLine {
  private static final int WIDTH = 30;
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private final String task;
  private final long steps;
  private final long startNanos;

  /** Without an end if {@code steps} is 0. */
  ProgressLine(String task, long steps, long startNanos) {
    this.task = task;
    this.steps = steps;
    this.startNanos = startNanos;
  }

  String at(long done, long nowNanos) {
    double seconds = (double) (nowNanos - startNanos) / NANOS_PER_SECOND;
    if (steps <= 0) {
      return String.format(Locale.ROOT, "%s  %,d  %s", task, done, clock(seconds));
    }
    double share = Math.min(1, (double) done / steps);
    int filled = (int) (WIDTH * share);
    return String.format(
        Locale.ROOT,
        "%s [%s%s] %d %%  %,d/%,d%s",
        task,
        "#".repeat(filled),
        " ".repeat(WIDTH - filled),
        (int) (100 * share),
        done,
        steps,
        done == 0 || done >= steps ? "" : "  " + clock(seconds * (steps - done) / done) + " left");
  }

  private static String clock(double seconds) {
    long whole = Math.round(seconds);
    return whole < 3600
        ? String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60)
        : String.format(Locale.ROOT, "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60);
  }
}
