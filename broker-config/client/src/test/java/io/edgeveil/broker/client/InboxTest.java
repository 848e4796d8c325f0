package io.edgeveil.broker.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The listener is told everything in order, failures are reported, and every message is
 * acknowledged after it.
 */
class InboxTest {

  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
  private final CountDownLatch mayGoOn = new CountDownLatch(1);
  private final Inbox inbox = new Inbox("inbox-test", 2, new Recorder());

  @AfterEach
  void stop() throws InterruptedException {
    mayGoOn.countDown();
    inbox.stop(Duration.ofSeconds(20));
  }

  @Test
  void acknowledgesAfterTheListenerHasReturned() throws Exception {
    put("a");
    put("b");
    assertThat(next()).isEqualTo("a arrived");
    assertThat(next()).isEqualTo("a acknowledged");
    assertThat(next()).isEqualTo("b arrived");
    assertThat(next()).isEqualTo("b acknowledged");
  }

  @Test
  void aFailureIsReportedAndTheNextMessageFollows() throws Exception {
    put("fail");
    put("b");
    assertThat(next()).isEqualTo("fail arrived");
    assertThat(next()).isEqualTo("fail failed: on purpose");
    assertThat(next()).isEqualTo("fail acknowledged");
    assertThat(next()).isEqualTo("b arrived");
  }

  @Test
  void aSlowListenerHoldsUpTheSender() throws Exception {
    put("wait");
    put("b");
    Thread sender = new Thread(() -> put("c"), "inbox-test-sender");
    sender.start();
    assertThat(next()).isEqualTo("wait arrived");
    // Two are the receive maximum: the third has to wait for the first.
    Awaitility.await().until(() -> sender.getState() == Thread.State.WAITING);
    mayGoOn.countDown();
    sender.join(20_000);
    assertThat(sender.isAlive()).isFalse();
  }

  @Test
  void theLossComesLastAndEndsTheThread() throws Exception {
    put("a");
    inbox.lost(new ConnectionLostException("gone", null));
    assertThat(next()).isEqualTo("a arrived");
    assertThat(next()).isEqualTo("a acknowledged");
    assertThat(next()).isEqualTo("lost: gone");
  }

  private void put(String topic) {
    IncomingMessage message = new IncomingMessage(topic, new byte[0], false, null, null, null);
    try {
      inbox.put(message, () -> told.add(topic + " acknowledged"));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private String next() throws InterruptedException {
    return told.poll(20, TimeUnit.SECONDS);
  }

  private final class Recorder implements BrokerListener {
    @Override
    public void messageArrived(IncomingMessage message) throws Exception {
      told.add(message.topic() + " arrived");
      if (message.topic().equals("fail")) {
        throw new IllegalStateException("on purpose");
      }
      if (message.topic().equals("wait")) {
        assertThat(mayGoOn.await(20, TimeUnit.SECONDS)).isTrue();
      }
    }

    @Override
    public void messageFailed(IncomingMessage message, Exception failure) {
      told.add(message.topic() + " failed: " + failure.getMessage());
    }

    @Override
    public void connectionLost(ConnectionLostException reason) {
      told.add("lost: " + reason.getMessage());
    }
  }
}
