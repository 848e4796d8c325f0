package io.edgeveil.gateway.app;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;

/**
 * The pieces of one layer: every thread that runs this takes the next piece until none is left. A
 * thread that comes too late finds nothing to do.
 */
final class SharedPieces implements Runnable {
  private final int count;
  private final IntConsumer work;
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private final CountDownLatch left;

  SharedPieces(int count, IntConsumer work) {
    this.count = count;
    this.work = work;
    this.left = new CountDownLatch(count);
  }

  @Override
  public void run() {
    for (int piece = next.getAndIncrement(); piece < count; piece = next.getAndIncrement()) {
      try {
        work.accept(piece);
      } catch (RuntimeException | Error e) {
        fail(e);
      } finally {
        left.countDown();
      }
    }
  }

  /** Lets no more pieces begin. */
  private void fail(Throwable e) {
    if (!failure.compareAndSet(null, e)) {
      failure.get().addSuppressed(e);
    }
    for (int skipped = next.getAndSet(count); skipped < count; skipped++) {
      left.countDown();
    }
  }

  /**
   * Waits for those that have begun; every piece must have. Not to be interrupted: what the others
   * work on is the caller's.
   *
   * @throws RuntimeException or an Error, of a piece that failed
   */
  void awaitBegun() {
    boolean interrupted = false;
    boolean over = false;
    while (!over) {
      try {
        left.await();
        over = true;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    Throwable failed = failure.get();
    if (failed instanceof RuntimeException known) {
      throw known;
    }
    if (failed instanceof Error known) {
      throw known;
    }
  }
}
