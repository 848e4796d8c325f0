package io.edgeveil.command;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.function.LongSupplier;

/**
 * How far some long work is: a bar on standard error while a person watches, nothing at all
 * otherwise. Safe for use by threads.
 */
public final class Progress implements AutoCloseable {
  private static final long PAUSE_NANOS = 100_000_000;

  private final ProgressLine line;
  private final PrintWriter out; // null where nobody watches
  private final LongSupplier nanoTime;
  private long done;
  private long shownAt;
  private int shownLength;

  Progress(String task, long steps, PrintWriter out, LongSupplier nanoTime) {
    this.line = new ProgressLine(task, steps, nanoTime.getAsLong());
    this.out = out;
    this.nanoTime = nanoTime;
    this.shownAt = nanoTime.getAsLong() - PAUSE_NANOS;
    show();
  }

  /**
   * Starts a bar.
   *
   * @param task what is being done, a word or two
   * @param steps until it is done; 0 if that is not known
   * @param quiet whether to show none in any case
   */
  public static Progress start(String task, long steps, boolean quiet) {
    PrintWriter out =
        quiet || !Terminal.isWatched()
            ? null
            : new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    return new Progress(task, steps, out, System::nanoTime);
  }

  /** One step more is done. */
  public synchronized void step() {
    done++;
    show();
  }

  /** So many steps are done, in all. */
  public synchronized void stepTo(long steps) {
    done = steps;
    show();
  }

  private void show() {
    if (out == null || nanoTime.getAsLong() - shownAt < PAUSE_NANOS) {
      return;
    }
    shownAt = nanoTime.getAsLong();
    String text = line.at(done, shownAt);
    // Back to the start of the line, over what was there.
    out.print("\r" + text + " ".repeat(Math.max(0, shownLength - text.length())));
    out.flush();
    shownLength = text.length();
  }

  /** Wipes the bar: what the work gave is said by whoever did it. */
  @Override
  public synchronized void close() {
    if (out != null) {
      out.print("\r" + " ".repeat(shownLength) + "\r");
      out.flush();
      shownLength = 0;
    }
  }
}
