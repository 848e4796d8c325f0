package io.edgeveil.broker;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Half the processors for slow hashes, so that those who connect do not hold up those who work. */
final class HashingThreads {

  private static final int MOST_WAITING_CONNECTS = 1000;

  private HashingThreads() {}

  static ExecutorService start() {
    int threads = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    AtomicInteger number = new AtomicInteger();
    ThreadPoolExecutor executor =
        new ThreadPoolExecutor(
            threads,
            threads,
            5,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MOST_WAITING_CONNECTS),
            task -> {
              Thread thread = new Thread(task, "edgeveil-password-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    executor.allowCoreThreadTimeOut(true);
    return executor;
  }
}
