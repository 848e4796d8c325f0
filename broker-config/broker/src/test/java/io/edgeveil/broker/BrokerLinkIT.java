package io.edgeveil.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
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
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A link comes back after each cut, subscribed, and goes when it is closed. */
class BrokerLinkIT {

  private static final Backoff QUICK = new Backoff(Duration.ofMillis(20), Duration.ofMillis(200));

  /** Counts every connection of a test as one that soon ended. */
  private static final Backoff PATIENT = new Backoff(Duration.ofMillis(20), Duration.ofMinutes(5));

  private static final Logger LOGGER = (Logger) LoggerFactory.getLogger(BrokerLink.class);

  @TempDir static Path folder;
  private static TestBroker broker;

  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
  private final Recorder recorder = new Recorder();
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  @BeforeAll
  static void start() throws Exception {
    broker = TestBroker.start(folder);
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @BeforeEach
  void listenToTheLog() {
    log.list = new CopyOnWriteArrayList<>();
    log.start();
    LOGGER.addAppender(log);
  }

  @AfterEach
  void stopListening() {
    LOGGER.detachAppender(log);
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
  void twoThatThrowEachOtherOutSayWhatItIsAndTryLessAndLessOften() throws Exception {
    try (BrokerLink one = new BrokerLink(broker.settings("gw"), recorder, PATIENT);
        BrokerLink other = new BrokerLink(broker.settings("gw"), recorder, PATIENT)) {
      one.start();
      other.start();
      for (int ended = 0; ended < 8; ) { // four of each: they take turns
        String event = next();
        assertThat(event).as("after " + ended + " ends").isNotNull();
        ended += event.equals("disconnected") ? 1 : 0;
      }
    }
    assertThat(losses())
        .allSatisfy(
            loss ->
                assertThat(loss.getFormattedMessage())
                    .contains("same client id (142)", "two programs", "connecting again in"));
    assertThat(losses().map(loss -> (Long) loss.getArgumentArray()[1]).max(Long::compare))
        .as("the longest of the pauses told, in ms")
        .hasValueSatisfying(pause -> assertThat(pause).isGreaterThanOrEqualTo(40));
  }

  /** As Mosquitto 2.0 does it. */
  @Test
  void thrownOutAgainAndAgainWithoutAWordItAsksForAnother() throws Exception {
    try (CuttableProxy wire = new CuttableProxy(broker.broker.tcpPort());
        BrokerLink link =
            new BrokerLink(TestBroker.settings("gw", wire.address()), recorder, PATIENT)) {
      link.start();
      for (int cuts = 0; cuts < 4; cuts++) {
        assertThat(next()).isEqualTo("connected");
        wire.cut(false);
        assertThat(next()).isEqualTo("disconnected");
      }
      assertThat(next()).isEqualTo("connected");
    }
    List<String> told = losses().map(ILoggingEvent::getFormattedMessage).toList();
    assertThat(told).hasSize(4);
    assertThat(told.subList(0, 3)).noneMatch(line -> line.contains("another program"));
    assertThat(told.get(3))
        .contains("it closed the connection", "does another program connect as 'gw'");
  }

  private Stream<ILoggingEvent> losses() {
    return log.list.stream()
        .filter(event -> event.getFormattedMessage().contains("connecting again"));
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
