package io.edgeveil.broker.client;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads Paho runs on, so that closing a connection ends them for certain. Paho needs one each
 * to receive, to send, to call back and to ping, and one to connect or to disconnect; they are
 * daemons and are renamed by Paho.
 */
final class NetworkThreads {

  private static final Logger log = LoggerFactory.getLogger(NetworkThreads.class);
  private static final int PAHO_TASKS_AT_ONCE = 6;

  private final String clientId;
  private final ScheduledThreadPoolExecutor executor;
  private final Set<Thread> started = ConcurrentHashMap.newKeySet();

  NetworkThreads(String clientId) {
    this.clientId = clientId;
    executor =
        new ScheduledThreadPoolExecutor(
            PAHO_TASKS_AT_ONCE,
            task -> {
              Thread thread = new NetworkThread(task, "edgeveil-mqtt-" + clientId);
              started.removeIf(old -> old.getState() == Thread.State.TERMINATED);
              started.add(thread);
              return thread;
            });
    // No time-out of idle threads: Paho's loops hold theirs for good, so the one idle thread that
    // waits to send the next ping would count as spare, and nobody would keep the connection alive.
    executor.setRemoveOnCancelPolicy(true);
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  ScheduledExecutorService executor() {
    return executor;
  }

  /** Refuses to block the thread that everything else on the connection waits for. */
  static void requireElsewhere(String what) {
    if (Thread.currentThread() instanceof NetworkThread) {
      throw new IllegalStateException(
          what
              + " blocks and must not be called from the continuation of a publish; use its Async form");
    }
  }

  /** Ends the threads and waits for them. */
  void stop(Duration timeout) throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    executor.shutdownNow();
    for (Thread thread : started) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left > 0) {
        thread.join(left);
      }
      if (thread.isAlive()) {
        log.warn(
            "{} of client {} still runs {} after the connection ended", thread, clientId, timeout);
      }
    }
  }

  private static final class NetworkThread extends Thread {
    NetworkThread(Runnable task, String name) {
      super(task, name);
      setDaemon(true);
    }
  }
}
