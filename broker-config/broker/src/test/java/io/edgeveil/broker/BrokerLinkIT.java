package io.edgeveil.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.edgeveil.broker.client.AccessRefusedException;
import io.edgeveil.broker.client.Backoff;
import io.edgeveil.broker.client.BrokerConnection;
import io.edgeveil.broker.client.BrokerException;
import io.edgeveil.broker.client.BrokerLink;
import io.edgeveil.broker.client.BrokerUnreachableException;
import io.edgeveil.broker.client.ConnectionLostException;
import io.edgeveil.broker.client.Credentials;
import io.edgeveil.broker.client.IncomingMessage;
import io.edgeveil.broker.client.LinkListener;
import io.edgeveil.broker.client.OutgoingMessage;
import io.edgeveil.broker.client.Qos;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A link comes back after each cut, subscribed, and goes when it is closed. */
class BrokerLinkIT {

  private static final Backoff QUICK = new Backoff(Duration.ofMillis(20), Duration.ofMillis(200));

  @TempDir static Path folder;
  private static TestBroker broker;

  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
  private final Recorder recorder = new Recorder();

  @BeforeAll
  static void start() throws Exception {
    broker = TestBroker.start(folder);
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @Test
  void comesBackSubscribedAfterEachCut() throws Exception {
    try (CuttableProxy wire = new CuttableProxy(broker.broker.tcpPort());
        BrokerConnection device = broker.connect("cam-1", new Mailbox());
        BrokerLink link =
            new BrokerLink(TestBroker.settings("gw", wire.address()), recorder, QUICK)) {
      link.start();
      assertThat(next()).isEqualTo("connected");
      for (int round = 0; round < 2; round++) {
        device.deliver(
            OutgoingMessage.of("edgeveil/open/cam-1", ("hello " + round).getBytes(UTF_8)));
        assertThat(next()).isEqualTo("hello " + round);
        wire.cut(true);
        assertThat(next()).isEqualTo("disconnected");
        wire.mend();
        assertThat(next()).isEqualTo("connected");
      }
      device.deliver(OutgoingMessage.of("edgeveil/open/cam-1", "again".getBytes(UTF_8)));
      assertThat(next()).isEqualTo("again");
      link.publish(OutgoingMessage.of("edgeveil/reply/cam-1", new byte[1]))
          .get(20, TimeUnit.SECONDS);
    }
    assertThat(Thread.getAllStackTraces().keySet())
        .filteredOn(Thread::isAlive)
        .noneMatch(thread -> thread.getName().matches("(MQTT .*: gw|edgeveil-mqtt-gw.*)"));
  }

  @Test
  void sharesSessionOpensAmongGateways() throws Exception {
    try (BrokerConnection device = broker.connect("cam-1", new Mailbox());
        BrokerLink link = new BrokerLink(broker.settings("gw"), recorder, QUICK)) {
      link.start();
      assertThat(next()).isEqualTo("connected");
      link.connection().unsubscribe("edgeveil/open/+");
      link.connection().subscribe("$share/pool/edgeveil/open/+", Qos.AT_LEAST_ONCE);
      device.deliver(OutgoingMessage.of("edgeveil/open/cam-1", "shared".getBytes(UTF_8)));
      assertThat(next()).isEqualTo("shared");
    }
  }

  @Test
  void whileCutOffItPublishesNothingAndSaysSo() throws Exception {
    try (CuttableProxy wire = new CuttableProxy(broker.broker.tcpPort());
        BrokerLink link =
            new BrokerLink(TestBroker.settings("gw", wire.address()), recorder, QUICK)) {
      link.start();
      assertThat(next()).isEqualTo("connected");
      wire.cut(true);
      assertThat(next()).isEqualTo("disconnected");
      assertThat(link.isUp()).isFalse();
      assertThatExceptionOfType(ConnectionLostException.class)
          .isThrownBy(() -> link.publish(OutgoingMessage.of("edgeveil/reply/cam-1", new byte[1])));
    }
    // Closing while it tries to connect ends it all the same.
    assertThat(told).doesNotContain("connected");
  }

  @Test
  void theFirstConnectionFailsAtOnce() throws Exception {
    try (BrokerLink link =
        new BrokerLink(
            broker.settings("gw").withCredentials(Credentials.of("gw", "wrong".toCharArray())),
            recorder,
            QUICK)) {
      assertThatExceptionOfType(AccessRefusedException.class).isThrownBy(link::start);
    }
    try (CuttableProxy wire = new CuttableProxy(broker.broker.tcpPort())) {
      wire.cut(true);
      try (BrokerLink link =
          new BrokerLink(TestBroker.settings("gw", wire.address()), recorder, QUICK)) {
        assertThatExceptionOfType(BrokerUnreachableException.class).isThrownBy(link::start);
      }
    }
    assertThat(told).isEmpty();
  }

  private String next() throws InterruptedException {
    return told.poll(20, TimeUnit.SECONDS);
  }

  private final class Recorder implements LinkListener {
    @Override
    public void connected(BrokerConnection connection)
        throws BrokerException, InterruptedException {
      connection.subscribe("edgeveil/open/+", Qos.AT_LEAST_ONCE);
      told.add("connected");
    }

    @Override
    public void messageArrived(IncomingMessage message) {
      told.add(new String(message.payload(), UTF_8));
    }

    @Override
    public void disconnected(ConnectionLostException reason) {
      told.add("disconnected");
    }
  }
}
