package io.edgeveil.sensor.app;

import io.edgeveil.sensor.watch.Watch;
import io.edgeveil.sensor.watch.WatchFigures;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets SIGTERM and Ctrl-C end a watch cleanly: the Java machine then waits until the picture under
 * way is reported, the device shows as offline, and pads and files are let go. To be opened before
 * all that and closed after it, by the thread that watches.
 */
final class CleanEnd implements AutoCloseable {
  private static final Duration CLOSING = Duration.ofSeconds(10);

  private final Duration grace;
  private final Thread watching = Thread.currentThread();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread hook = new Thread(this::end, "edgeveil-watch-end");
  private volatile Watch watch; // null: not begun

  /** From now on; the picture under way may take so long. */
  CleanEnd(Duration grace) {
    this.grace = grace;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Runs until it ends or is ended. */
  WatchFigures run(Watch begun) {
    watch = begun;
    return begun.run();
  }

  private void end() {
    try {
      if (watch == null) {
        watching.interrupt();
      } else if (!watch.stop(grace)) {
        System.err.println("edgeveil-sensor: the picture under way does not end; leaving it");
        return;
      }
      if (!closed.await(CLOSING.toMillis(), TimeUnit.MILLISECONDS)) {
        System.err.println("edgeveil-sensor: not all could be closed in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the machine is in a hurry
    }
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // it is what ends us: the hook runs already
    }
  }
}
