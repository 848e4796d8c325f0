package io.edgeveil.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.edgeveil.broker.client.BrokerConnection;
import io.edgeveil.broker.client.BrokerListener;
import io.edgeveil.broker.client.ConnectionLostException;
import io.edgeveil.broker.client.ConnectionSettings;
import io.edgeveil.broker.client.IncomingMessage;
import io.edgeveil.broker.client.OutgoingMessage;
import io.edgeveil.broker.client.Qos;
import io.edgeveil.broker.client.RefusedException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an enrolled client that means harm can cost the broker and those who share it. */
class HostileClientIT {

  private static final int MIB = 1 << 20;
  private static final int CONNECTIONS = 8;
  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir Path folder;
  private TestBroker broker;

  @BeforeEach
  void start() throws Exception {
    broker = TestBroker.start(BrokerSettings.in(folder).withPorts(0, 0).withMaxHeldBytes(24 * MIB));
  }

  @AfterEach
  void stop() {
    broker.close();
  }

  private ConnectionSettings named(String user, String clientId) {
    ConnectionSettings own = broker.settings(user);
    return ConnectionSettings.to(own.address(), clientId)
        .withCredentials(own.credentials().orElseThrow());
  }

  @Test
  void theConnectionsOfAnAccountAreFew() throws Exception {
    List<BrokerConnection> open = new ArrayList<>();
    try {
      for (int i = 0; i < CONNECTIONS; i++) {
        open.add(BrokerConnection.open(named("cam-1", "cam-1." + i), new Mailbox()));
      }
      assertThatExceptionOfType(RefusedException.class)
          .isThrownBy(() -> BrokerConnection.open(named("cam-1", "cam-1.more"), new Mailbox()))
          .satisfies(refused -> assertThat(refused.reasonCode()).isEqualTo(0x97));
      BrokerConnection.open(named("cam-1", "cam-1.0"), new Mailbox()).close(); // in its own place
      broker.connect("cam-2", new Mailbox()).close();
      open.remove(1).close();
      await()
          .atMost(SOON)
          .ignoreExceptions()
          .untilAsserted(
              () -> open.add(BrokerConnection.open(named("cam-1", "cam-1.more"), new Mailbox())));
    } finally {
      open.forEach(BrokerConnection::close);
    }
  }

  @Test
  void whoStopsReadingIsCutOffBeforeItCostsMuch() throws Exception {
    Mailbox replies = new Mailbox();
    List<RawClient> stalled = new ArrayList<>();
    try (BrokerConnection gateway = broker.connect("gw", new Mailbox());
        BrokerConnection honest = broker.connect("cam-2", replies)) {
      honest.subscribe("edgeveil/reply/cam-2", Qos.AT_LEAST_ONCE);
      for (int i = 0; i < CONNECTIONS; i++) {
        RawClient client =
            new RawClient(broker.broker.tcpPort(), 5, "cam-1." + i, Optional.empty());
        stalled.add(client);
        assertThat(client.connected()).isZero();
        assertThat(client.subscribe("edgeveil/reply/cam-1")).isEqualTo(1);
      }
      long most = 0;
      for (int i = 0; i < 150; i++) {
        gateway.deliver(OutgoingMessage.of("edgeveil/reply/cam-1", new byte[MIB]));
        gateway.deliver(OutgoingMessage.of("edgeveil/reply/cam-2", new byte[1000]));
        assertThat(replies.next().payload()).hasSize(1000);
        most = Math.max(most, broker.broker.heldBytes());
      }
      assertThat(most).as("bytes held, of 1,200 MiB sent").isLessThan(300L * MIB);
      for (RawClient client : stalled) {
        await().atMost(SOON).untilAsserted(() -> assertEnded(client));
      }
      await().atMost(SOON).until(() -> broker.broker.heldBytes() < MIB);
      assertThat(honest.isOpen()).isTrue();
    } finally {
      for (RawClient client : stalled) {
        client.close();
      }
    }
  }

  @Test
  void aRevokedDeviceThatDoesNotReadItsGoodbyeIsCutOff() throws Exception {
    broker.accounts.add("cam-9", Role.DEVICE, TestBroker.secret("cam-9"));
    try (BrokerConnection gateway = broker.connect("gw", new Mailbox());
        RawClient stalled = new RawClient(broker.broker.tcpPort(), 5, "cam-9", Optional.empty())) {
      assertThat(stalled.connected()).isZero();
      assertThat(stalled.subscribe("edgeveil/reply/cam-9")).isEqualTo(1);
      for (int i = 0; i < 12; i++) { // more than the sockets hold
        gateway.deliver(OutgoingMessage.of("edgeveil/reply/cam-9", new byte[MIB]));
      }
      assertThat(broker.broker.heldBytes()).isGreaterThan(MIB);
      broker.accounts.revoke("cam-9");
      await().atMost(SOON).until(() -> broker.broker.heldBytes() < MIB);
      await().atMost(SOON).untilAsserted(() -> assertEnded(stalled));
    }
  }

  private static void assertEnded(RawClient client) {
    assertThatExceptionOfType(IOException.class).isThrownBy(client::ping);
  }

  @Test
  void burstsWithinTheQuotaDropNothingOnTheirWayToABusyGateway() throws Exception {
    List<String> devices = List.of("cam-1", "cam-2", "cam-3", "cam-4");
    broker.accounts.addTransient("cam-3", Role.DEVICE, TestBroker.secret("cam-3"));
    broker.accounts.addTransient("cam-4", Role.DEVICE, TestBroker.secret("cam-4"));
    CountDownLatch free = new CountDownLatch(1);
    AtomicInteger arrived = new AtomicInteger();
    BrokerListener busy =
        new BrokerListener() {
          @Override
          public void messageArrived(IncomingMessage message) throws InterruptedException {
            free.await();
            arrived.incrementAndGet();
          }

          @Override
          public void connectionLost(ConnectionLostException reason) {
            free.countDown();
          }
        };
    int taken = 0;
    int refused = 0;
    try (BrokerConnection gateway = broker.connect("gw", busy)) {
      gateway.subscribe("edgeveil/layer/gw/#", Qos.AT_LEAST_ONCE);
      for (String device : devices) {
        try (BrokerConnection connection = broker.connect(device, new Mailbox())) {
          OutgoingMessage chunk =
              OutgoingMessage.of("edgeveil/layer/gw/m/l/" + device, "chunk".getBytes(UTF_8));
          for (int i = 0; i < 1000; i++) {
            try {
              connection.deliver(chunk);
              taken++;
            } catch (RefusedException e) {
              assertThat(e.reasonCode()).isEqualTo(0x97);
              refused++;
              TimeUnit.MILLISECONDS.sleep(2); // a sender that heeds its quota
            }
          }
        }
      }
      assertThat(taken).isGreaterThan(1000);
      assertThat(broker.broker.droppedMessages()).as("of %s, %s refused", taken, refused).isZero();
      free.countDown();
      int expected = taken;
      await().atMost(SOON).until(() -> arrived.get() == expected);
    }
  }
}
