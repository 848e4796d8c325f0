package io.edgeveil.gateway.app;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is to be done every now and then. Two threads, because telling of a tensor that timed out
 * may wait for a slow broker.
 */
final class Timers {
  private static final Logger LOG = LoggerFactory.getLogger(Timers.class);
  private static final Duration LONGEST_END = Duration.ofSeconds(2);

  private final ScheduledExecutorService threads =
      Executors.newScheduledThreadPool(2, task -> new Thread(task, "edgeveil-timer"));

  /** Runs the task again and again, this long after it has ended; a failure is logged. */
  void every(Duration pause, Runnable task) {
    var unused =
        threads.scheduleWithFixedDelay(
            () -> runGuarded(task), pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** An exception or error would end the repetition without a word. */
  private static void runGuarded(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | Error e) {
      LOG.error("a timer failed; it goes on", e);
    }
  }

  void end() throws InterruptedException {
    threads.shutdownNow();
    if (!threads.awaitTermination(LONGEST_END.toMillis(), TimeUnit.MILLISECONDS)) {
      LOG.warn("a timer still waits for the broker");
    }
  }
}
