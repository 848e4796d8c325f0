package io.edgeveil.broker.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InFlightWindowTest {

  private static final Duration NOW = Duration.ZERO;
  private static final Duration LONG = Duration.ofSeconds(20);

  private final InFlightWindow window = new InFlightWindow(100, 3);
  private final ExecutorService others = Executors.newCachedThreadPool();

  @AfterEach
  void stopTheOthers() {
    others.shutdownNow();
  }

  @Test
  void boundsBytes() throws Exception {
    window.acquire(60, NOW);
    window.acquire(40, NOW);
    assertThatExceptionOfType(BrokerTimeoutException.class)
        .isThrownBy(() -> window.acquire(1, NOW))
        .withMessageContaining("100 bytes in 2 messages are unacknowledged");
    window.release(40);
    window.acquire(40, NOW);
  }

  @Test
  void boundsMessages() throws Exception {
    for (int i = 0; i < 3; i++) {
      window.acquire(1, NOW);
    }
    assertThatExceptionOfType(BrokerTimeoutException.class)
        .isThrownBy(() -> window.acquire(1, NOW));
  }

  @Test
  void aGiantPassesAlone() throws Exception {
    window.acquire(1000, NOW);
    assertThatExceptionOfType(BrokerTimeoutException.class)
        .isThrownBy(() -> window.acquire(1, NOW));
    window.release(1000);
    window.acquire(1, NOW);
    assertThatExceptionOfType(BrokerTimeoutException.class)
        .isThrownBy(() -> window.acquire(1000, Duration.ofMillis(5)));
  }

  @Test
  void nobodyOvertakes() throws Exception {
    window.acquire(80, NOW);
    Future<?> large = waiting(95, () -> true);
    Future<?> small = waiting(10, () -> true);
    assertThat(window.waiting()).as("the small one would fit beside the 80").isEqualTo(2);
    window.release(80);
    large.get(20, TimeUnit.SECONDS);
    assertThat(window.waiting()).isEqualTo(1);
    window.release(95);
    small.get(20, TimeUnit.SECONDS);
  }

  @Test
  void whoGivesUpLetsTheNextPass() throws Exception {
    window.acquire(80, NOW);
    assertThatExceptionOfType(BrokerTimeoutException.class)
        .isThrownBy(() -> window.acquire(50, Duration.ofMillis(5)));
    window.acquire(10, NOW);
  }

  @Test
  void shuttingFailsWhoWaitsAndWhoComes() throws Exception {
    window.acquire(100, NOW);
    Future<?> waiter = waiting(1, () -> true);
    window.shut();
    assertThatExceptionOfType(ExecutionException.class)
        .isThrownBy(() -> waiter.get(20, TimeUnit.SECONDS))
        .withCauseInstanceOf(ConnectionLostException.class);
    assertThatExceptionOfType(ConnectionLostException.class)
        .isThrownBy(() -> window.acquire(1, LONG));
  }

  @Test
  void awaitsTheLastAcknowledgement() throws Exception {
    assertThat(window.awaitEmpty(NOW)).isTrue();
    window.acquire(5, NOW);
    assertThat(window.awaitEmpty(Duration.ofMillis(5))).isFalse();
    Future<Boolean> empty = others.submit(() -> window.awaitEmpty(LONG));
    window.release(5);
    assertThat(empty.get(20, TimeUnit.SECONDS)).isTrue();
  }

  /** Starts to acquire elsewhere and returns once it stands in the queue. */
  private Future<?> waiting(long bytes, Callable<Boolean> then) {
    int before = window.waiting();
    Future<?> future =
        others.submit(
            () -> {
              window.acquire(bytes, LONG);
              return then.call();
            });
    Awaitility.await().until(() -> window.waiting() > before);
    return future;
  }
}
