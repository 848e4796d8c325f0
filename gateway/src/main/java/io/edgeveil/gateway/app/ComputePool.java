package io.edgeveil.gateway.app;

import io.edgeveil.linear.Crew;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that compute layers, each one by itself; those that are idle help the others with
 * theirs. How many tasks wait is bounded by whoever gives them.
 */
final class ComputePool implements Executor, Crew {
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

  /** The calling thread, one of the pool's, and those that have nothing to do. */
  @Override
  public int hands() {
    int busy = pool.getActiveCount() + pool.getQueue().size();
    return 1 + Math.max(0, pool.getCorePoolSize() - busy);
  }

  @Override
  public void run(int pieces, IntConsumer work) {
    SharedPieces shared = new SharedPieces(pieces, work);
    int helpers = Math.min(hands(), pieces) - 1;
    try {
      for (int i = 0; i < helpers; i++) {
        pool.execute(shared);
      }
    } catch (RejectedExecutionException e) {
      LOG.debug("the pool ends: a layer under way is finished by its own thread", e);
    }
    shared.run();
    shared.awaitBegun();
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

  /** Whether it has not been drained. */
  boolean accepts() {
    return !pool.isShutdown();
  }

  /** Whether nothing is being computed. */
  boolean isIdle() {
    return pool.getActiveCount() == 0;
  }
}
