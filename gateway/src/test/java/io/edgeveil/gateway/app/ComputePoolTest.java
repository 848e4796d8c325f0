package io.edgeveil.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Threads that help each other with pieces, and never wait for one that has not begun. */
@Timeout(30)
class ComputePoolTest {
  private final ComputePool pool = new ComputePool(3);

  @AfterEach
  void drain() throws InterruptedException {
    pool.drain(Duration.ofSeconds(5));
    assertThat(pool.isIdle()).isTrue();
  }

  private <T> FutureTask<T> start(FutureTask<T> task) {
    pool.execute(task);
    return task;
  }

  @Test
  void idleThreadsTakePieces() throws Exception {
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    CountDownLatch all = new CountDownLatch(3);
    start(
            new FutureTask<>(
                () -> {
                  assertThat(pool.hands()).isEqualTo(3);
                  pool.run(
                      3,
                      piece -> {
                        threads.add(Thread.currentThread());
                        all.countDown();
                        await(all); // so none can do two
                      });
                  return null;
                }))
        .get();
    assertThat(threads).hasSize(3);
  }

  @Test
  void busyThreadsAreNotWaitedFor() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch busy = new CountDownLatch(2);
    for (int i = 0; i < 2; i++) {
      pool.execute(
          () -> {
            busy.countDown();
            await(release);
          });
    }
    await(busy);
    AtomicInteger done = new AtomicInteger();
    start(
            new FutureTask<>(
                () -> {
                  assertThat(pool.hands()).isEqualTo(1);
                  pool.run(5, piece -> done.incrementAndGet());
                  return null;
                }))
        .get();
    assertThat(done).hasValue(5);
    release.countDown();
  }

  /** Every thread shares out pieces at once, again and again. */
  @Test
  void allSharingAtOnceEndsWithEachPieceDoneOnce() throws Exception {
    AtomicIntegerArray times = new AtomicIntegerArray(30 * 40 * 4);
    FutureTask<?>[] tasks = new FutureTask<?>[30];
    for (int t = 0; t < tasks.length; t++) {
      int first = t * 40 * 4;
      tasks[t] =
          start(
              new FutureTask<>(
                  () -> {
                    for (int round = 0; round < 40; round++) {
                      int at = first + round * 4;
                      pool.run(4, piece -> times.incrementAndGet(at + piece));
                    }
                    return null;
                  }));
    }
    for (FutureTask<?> task : tasks) {
      task.get();
    }
    for (int i = 0; i < times.length(); i++) {
      assertThat(times.get(i)).isEqualTo(1);
    }
  }

  @Test
  void aPieceThatFailsFailsTheLayerWhenTheOthersAreOver() {
    AtomicInteger running = new AtomicInteger();
    FutureTask<Void> task =
        start(
            new FutureTask<>(
                () -> {
                  try {
                    pool.run(
                        50,
                        piece -> {
                          running.incrementAndGet();
                          try {
                            if (piece % 7 == 3) {
                              throw new IllegalStateException("a test's failure");
                            }
                          } finally {
                            running.decrementAndGet();
                          }
                        });
                  } finally {
                    assertThat(running).hasValue(0);
                  }
                  return null;
                }));
    assertThatThrownBy(task::get)
        .isInstanceOf(ExecutionException.class)
        .hasRootCauseMessage("a test's failure");
  }

  @Test
  void aLayerUnderWayIsFinishedWhenThePoolEnds() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch ending = new CountDownLatch(1);
    AtomicInteger done = new AtomicInteger();
    FutureTask<Void> task =
        start(
            new FutureTask<>(
                () -> {
                  begun.countDown();
                  await(ending);
                  pool.run(4, piece -> done.incrementAndGet());
                  return null;
                }));
    await(begun);
    Thread drainer = new Thread(this::drainQuietly);
    drainer.start();
    Awaitility.await().until(() -> !pool.accepts());
    ending.countDown();
    task.get();
    drainer.join();
    assertThat(done).hasValue(4);
  }

  private void drainQuietly() {
    try {
      drain();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
