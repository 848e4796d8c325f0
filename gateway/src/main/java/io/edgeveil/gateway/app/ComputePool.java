package io.edgeveil.gateway.app;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The threads that compute layers. How many tasks wait is bounded by whoever gives them. */
final class ComputePool implements Executor {
  private static final Logger LOG = LoggerFactory.getLogger(ComputePool.class);

  private final ThreadPoolExecutor pool;

  ComputePool(int threads) {
    AtomicInteger number = new AtomicInteger();
    this.pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> new Thread(task, "edgeveil-compute-" + number.incrementAndGet()));
  }

  /** Runs the task on one of the threads; throws RejectedExecutionException once it is drained. */
  @Override
  public void execute(Runnable task) {
    pool.execute(task);
  }

  /** Takes no more, and finishes what it has unless that takes longer. */
  void drain(Duration timeout) throws InterruptedException {
    pool.shutdown();
    if (!pool.awaitTermination(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
      var dropped = pool.shutdownNow();
      LOG.warn("{} layers were not computed any more", dropped.size());
      if (!pool.awaitTermination(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("a layer takes longer than {}", timeout);
      }
    }
  }

  /** Whether nothing is being computed. */
  boolean isIdle() {
    return pool.getActiveCount() == 0;
  }
}
