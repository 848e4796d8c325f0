package io.edgeveil.core.thread;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class ThreadEndTest {
  @Test
  void anInterruptEndsNoWaitAndIsNotLost() throws Exception {
    ExecutorService threads = Executors.newSingleThreadExecutor();
    CountDownLatch release = new CountDownLatch(1);
    Thread waiting = Thread.currentThread();
    threads.execute(
        () -> {
          waiting.interrupt();
          try {
            release.await();
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
        });
    threads.shutdown();
    new Thread(release::countDown).start();
    ThreadEnd.await(threads);
    assertThat(threads.isTerminated()).isTrue();
    assertThat(Thread.interrupted()).isTrue();
  }
}
