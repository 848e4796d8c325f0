package io.edgeveil.gateway.app;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads that compute layers, with a bounded queue: one task too many is refused. */
final class ComputePool implements Executor {
  private static final int WAITING_PER_THREAD = 64;

  private final ThreadPoolExecutor pool;

  ComputePool(int threads) {
    AtomicInteger number = new AtomicInteger();
    this.pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(threads * WAITING_PER_THREAD),
            task -> new Thread(task, "edgeveil-compute-" + number.incrementAndGet()));
  }

  /** Runs the task on one of the threads; throws RejectedExecutionException when all is full. */
  @Override
  public void execute(Runnable task) {
    pool.execute(task);
  }

  /** Takes no more, finishes what it has; false if that takes longer. */
  boolean drain(Duration timeout) throws InterruptedException {
    pool.shutdown();
    if (pool.awaitTermination(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
      return true;
    }
    pool.shutdownNow();
    return pool.awaitTermination(timeout.toMillis(), TimeUnit.MILLISECONDS);
  }
}
