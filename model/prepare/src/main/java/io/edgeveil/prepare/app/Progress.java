package io.edgeveil.prepare.app;

import java.io.PrintStream;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A bar on standard error while a person watches; nothing else. Safe for use by threads. */
final class Progress implements AutoCloseable {
  private final ProgressBar bar; // null where nobody watches

  private Progress(ProgressBar bar) {
    this.bar = bar;
  }

  /**
   * Starts a bar.
   *
   * @param quiet whether to show none in any case
   */
  static Progress start(String task, long steps, boolean quiet) {
    if (quiet || !Terminal.isWatched()) {
      return new Progress(null);
    }
    return new Progress(
        new ProgressBarBuilder()
            .setTaskName(task)
            .setInitialMax(steps)
            .setStyle(ProgressBarStyle.ASCII)
            .setConsumer(
                new me.tongfei.progressbar.ConsoleProgressBarConsumer(
                    new PrintStream(System.err, true)))
            .build());
  }

  synchronized void step() {
    if (bar != null) {
      bar.step();
    }
  }

  synchronized void stepTo(long steps) {
    if (bar != null) {
      bar.stepTo(steps);
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
