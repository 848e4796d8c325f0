package io.edgeveil.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.edgeveil.broker.client.BrokerConnection;
import io.edgeveil.broker.client.BrokerException;
import io.edgeveil.broker.client.BrokerListener;
import io.edgeveil.broker.client.ConnectionLostException;
import io.edgeveil.broker.client.IncomingMessage;
import io.edgeveil.broker.client.OutgoingMessage;
import io.edgeveil.broker.client.Qos;
import io.edgeveil.broker.client.RefusedException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tensors and status through the embedded broker, with our client on both sides. */
class TrafficIT {

  private static final int MIB = 1 << 20;
  private static final String REQUEST = "edgeveil/layer/gw/lenet5_mnist/conv1/cam-1";
  private static final String REPLY = "edgeveil/reply/cam-1";

  @TempDir static Path folder;
  private static TestBroker broker;

  @BeforeAll
  static void start() throws Exception {
    broker = TestBroker.start(folder);
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @Test
  void requestsOfAMebibyteComeBackWhole() throws Exception {
    Mailbox replies = new Mailbox();
    int requests = 12;
    // Windows smaller than what is under way: both sides have to wait for room, the gateway inside
    // its listener.
    try (Echo gateway = new Echo(3 * MIB);
        BrokerConnection device =
            BrokerConnection.open(broker.settings("cam-1").withWindowBytes(3 * MIB), replies)) {
      gateway.connection.subscribe("edgeveil/layer/gw/lenet5_mnist/conv1/+", Qos.AT_LEAST_ONCE);
      device.subscribe(REPLY, Qos.AT_LEAST_ONCE);
      List<CompletableFuture<Void>> delivered = new ArrayList<>();
      for (int i = 0; i < requests; i++) {
        delivered.add(
            device.publish(
                OutgoingMessage.of(REQUEST, tensor(i))
                    .withContentType("application/octet-stream")
                    .withCorrelationData(number(i))
                    .withResponseTopic(REPLY)
                    .withExpiry(Duration.ofSeconds(60))));
      }
      for (int i = 0; i < requests; i++) {
        IncomingMessage reply = replies.next();
        assertThat(reply.correlationData()).hasValue(number(i));
        assertThat(reply.contentType()).contains("application/octet-stream");
        assertThat(reply.isRetained()).isFalse();
        assertThat(reply.payload()).isEqualTo(tensor(i));
      }
      CompletableFuture.allOf(delivered.toArray(CompletableFuture[]::new))
          .get(20, TimeUnit.SECONDS);
    }
    assertThat(broker.broker.droppedMessages()).isZero();
  }

  @Test
  void aPacketTooLargeIsRefusedAndTheConnectionStays() throws Exception {
    try (BrokerConnection device = broker.connect("cam-1", new Mailbox())) {
      assertThat(device.maxPacketBytes()).isEqualTo(8L * MIB);
      assertThatExceptionOfType(RefusedException.class)
          .isThrownBy(() -> device.publish(OutgoingMessage.of(REQUEST, new byte[8 * MIB])))
          .withMessageContaining("takes packets of at most 8388608 bytes")
          .satisfies(refused -> assertThat(refused.reasonCode()).isEqualTo(149));
      device.deliver(OutgoingMessage.of(REQUEST, new byte[8 * MIB - 200]));
    }
  }

  @Test
  void statusIsRetainedForWhoComesLater() throws Exception {
    Mailbox seen = new Mailbox();
    try (BrokerConnection gateway = broker.connect("gw", new Mailbox())) {
      gateway.deliver(
          OutgoingMessage.of("edgeveil/gateway/gw/info", "{\"version\":1}".getBytes(UTF_8))
              .withContentType("application/json")
              .retained());
    }
    try (BrokerConnection viewer = broker.connect("ann", seen)) {
      viewer.subscribe("edgeveil/gateway/gw/info", Qos.AT_LEAST_ONCE);
      IncomingMessage info = seen.next();
      assertThat(info.isRetained()).isTrue();
      assertThat(info.contentType()).contains("application/json");
      assertThat(info.payload()).isEqualTo("{\"version\":1}".getBytes(UTF_8));
    }
  }

  @Test
  void theLastWillSpeaksForWhoIsCutOffAndNotForWhoSaysGoodbye() throws Exception {
    Mailbox seen = new Mailbox();
    Mailbox gatewaysOwn = new Mailbox();
    OutgoingMessage will =
        OutgoingMessage.of("edgeveil/gateway/gw/state", "offline".getBytes(UTF_8))
            .withContentType("text/plain")
            .retained();
    try (CuttableProxy wire = new CuttableProxy(broker.broker.tcpPort());
        BrokerConnection viewer = broker.connect("ann", seen)) {
      viewer.subscribe("edgeveil/gateway/gw/state", Qos.AT_LEAST_ONCE);
      BrokerConnection polite =
          BrokerConnection.open(
              TestBroker.settings("gw", wire.address()).withWill(will), new Mailbox());
      polite.close();
      try (BrokerConnection cutOff =
          BrokerConnection.open(
              TestBroker.settings("gw", wire.address()).withWill(will), gatewaysOwn)) {
        cutOff.deliver(
            OutgoingMessage.of("edgeveil/gateway/gw/state", "online".getBytes(UTF_8)).retained());
        assertThat(seen.next().payload())
            .as("no will of the polite one before")
            .isEqualTo("online".getBytes(UTF_8));
        wire.cut(true);
        IncomingMessage last = seen.next();
        assertThat(last.payload()).isEqualTo("offline".getBytes(UTF_8));
        assertThat(last.contentType()).contains("text/plain");
        assertThat(gatewaysOwn.lost.get(20, TimeUnit.SECONDS))
            .hasMessageStartingWith("lost the broker at " + wire.address());
        assertThat(cutOff.isOpen()).isFalse();
        assertThatExceptionOfType(ConnectionLostException.class)
            .isThrownBy(() -> cutOff.publish(OutgoingMessage.of(REQUEST, new byte[1])));
      }
    }
  }

  @Test
  void whatIsInFlightFailsWithTheConnection() throws Exception {
    try (CuttableProxy wire = new CuttableProxy(broker.broker.tcpPort());
        BrokerConnection device =
            BrokerConnection.open(TestBroker.settings("cam-1", wire.address()), new Mailbox())) {
      List<CompletableFuture<Void>> pending = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        pending.add(device.publish(OutgoingMessage.of(REQUEST, new byte[MIB])));
      }
      wire.cut(true);
      for (CompletableFuture<Void> answer : pending) {
        // Each is answered, one way or the other: none is left hanging.
        answer.handle((done, failure) -> failure).get(20, TimeUnit.SECONDS);
      }
      assertThat(pending.get(3)).isCompletedExceptionally();
    }
  }

  @Test
  void theSecondClientOfAnIdTakesOver() throws Exception {
    Mailbox first = new Mailbox();
    try (BrokerConnection old = broker.connect("cam-2", first);
        BrokerConnection fresh = broker.connect("cam-2", new Mailbox())) {
      assertThat(first.lost.get(20, TimeUnit.SECONDS))
          .hasMessageContaining("another client connected with the same client id (142)");
      assertThat(old.isOpen()).isFalse();
      assertThat(fresh.isOpen()).isTrue();
    }
  }

  @Test
  void aListenerThatThrowsIsReportedAndTheNextMessageComes() throws Exception {
    Mailbox mailbox = new Mailbox();
    BrokerListener touchy =
        new BrokerListener() {
          @Override
          public void messageArrived(IncomingMessage message) throws Exception {
            if (message.payload().length == 0) {
              throw new IllegalStateException("on purpose");
            }
            mailbox.messageArrived(message);
          }

          @Override
          public void messageFailed(IncomingMessage message, Exception failure) {
            mailbox.messageFailed(message, failure);
          }

          @Override
          public void connectionLost(ConnectionLostException reason) {
            mailbox.connectionLost(reason);
          }
        };
    try (BrokerConnection gateway = broker.connect("gw", new Mailbox());
        BrokerConnection device = broker.connect("cam-1", touchy)) {
      device.subscribe(REPLY, Qos.AT_LEAST_ONCE);
      gateway.deliver(OutgoingMessage.of(REPLY, new byte[0]));
      gateway.deliver(OutgoingMessage.of(REPLY, new byte[7]));
      assertThat(mailbox.next().payload()).hasSize(7);
      assertThat(mailbox.failures.poll(20, TimeUnit.SECONDS)).hasMessage("on purpose");
    }
  }

  @Test
  void blockingInAContinuationIsRefusedInsteadOfDeadlocking() throws Exception {
    try (BrokerConnection gateway = broker.connect("gw", new Mailbox())) {
      CompletableFuture<Throwable> outcome = new CompletableFuture<>();
      List<CompletableFuture<Void>> pending = new ArrayList<>();
      // A continuation runs on the network thread if it is added before the answer is there: some
      // of these are.
      for (int i = 0; i < 200 && !outcome.isDone(); i++) {
        pending.add(
            gateway
                .publish(OutgoingMessage.of("edgeveil/gateway/gw/health", new byte[100_000]))
                .thenRun(() -> publishAgain(gateway, outcome)));
      }
      CompletableFuture.allOf(pending.toArray(CompletableFuture[]::new)).get(20, TimeUnit.SECONDS);
      Throwable refused = outcome.get(20, TimeUnit.SECONDS);
      assertThatIllegalStateException()
          .isThrownBy(
              () -> {
                throw refused;
              })
          .withMessageContaining("continuation");
    }
  }

  private static void publishAgain(BrokerConnection gateway, CompletableFuture<Throwable> outcome) {
    try {
      gateway.deliver(OutgoingMessage.of("edgeveil/gateway/gw/health", new byte[1]));
    } catch (BrokerException | InterruptedException | RuntimeException e) {
      outcome.complete(e);
    }
  }

  @Test
  void closingLeavesNoThread() throws Exception {
    BrokerConnection device = broker.connect("cam-2", new Mailbox());
    device.subscribe("edgeveil/reply/cam-2", Qos.AT_LEAST_ONCE);
    device.deliver(OutgoingMessage.of("edgeveil/device/cam-2/stats", new byte[100]));
    assertThat(threadsOf("cam-2")).isNotEmpty();
    device.close();
    device.close();
    for (Thread thread : threadsOf("cam-2")) {
      thread.join(100);
    }
    assertThat(threadsOf("cam-2")).isEmpty();
    assertThatExceptionOfType(ConnectionLostException.class)
        .isThrownBy(() -> device.deliver(OutgoingMessage.of(REQUEST, new byte[1])))
        .withMessageContaining("is closed");
  }

  private static List<Thread> threadsOf(String clientId) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().contains(clientId))
        .toList();
  }

  private static byte[] tensor(int seed) {
    byte[] bytes = new byte[MIB];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private static byte[] number(int value) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(value).array();
  }

  /** A gateway that sends back what it gets. */
  private static final class Echo implements BrokerListener, AutoCloseable {
    private final CompletableFuture<BrokerConnection> opened = new CompletableFuture<>();
    private final Queue<CompletableFuture<Void>> replies = new ConcurrentLinkedQueue<>();
    private final BrokerConnection connection;

    Echo(long windowBytes) throws Exception {
      connection = BrokerConnection.open(broker.settings("gw").withWindowBytes(windowBytes), this);
      opened.complete(connection);
    }

    @Override
    public void messageArrived(IncomingMessage message) throws Exception {
      replies.add(
          opened
              .get()
              .publish(
                  OutgoingMessage.of(message.responseTopic().orElseThrow(), message.payload())
                      .withContentType(message.contentType().orElseThrow())
                      .withCorrelationData(message.correlationData().orElseThrow())));
    }

    @Override
    public void connectionLost(ConnectionLostException reason) {
      throw new AssertionError(reason);
    }

    @Override
    public void close() {
      connection.close();
      assertThat(replies)
          .allMatch(CompletableFuture::isDone)
          .noneMatch(CompletableFuture::isCompletedExceptionally);
    }
  }
}
