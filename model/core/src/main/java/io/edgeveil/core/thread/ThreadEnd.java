package io.edgeveil.core.thread;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

/** The end of threads that must not outlive what they were started for. */
public final class ThreadEnd {
  private ThreadEnd() {}

  /**
   * Returns when all threads have ended, whatever interrupts the caller meanwhile; it is
   * interrupted again then.
   *
   * @param threads that were told to end by one of the {@code shutdown} methods
   */
  public static void await(ExecutorService threads) {
    boolean interrupted = false;
    boolean ended = false;
    while (!ended) {
      try {
        ended = threads.awaitTermination(1, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
