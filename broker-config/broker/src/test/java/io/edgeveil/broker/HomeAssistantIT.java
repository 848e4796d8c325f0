package io.edgeveil.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.edgeveil.broker.client.BrokerConnection;
import io.edgeveil.broker.client.OutgoingMessage;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * Home Assistant at the embedded broker: a client of MQTT 3.1.1 in its default settings, with the
 * viewer's account and Home Assistant's default birth and will, neither retained, on {@code
 * homeassistant/status}.
 */
class HomeAssistantIT {
  private static final String STATUS = "homeassistant/status";
  private static final String CONFIG = "homeassistant/sensor/cam-1/config";

  @TempDir Path folder;
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger(RefusalLog.class);
  private TestBroker broker;

  @BeforeEach
  void start() throws Exception {
    log.start();
    logger.addAppender(log);
    broker = TestBroker.start(folder);
  }

  @AfterEach
  void stop() {
    broker.close();
    logger.detachAppender(log);
  }

  private MqttClient client() throws MqttException {
    return new MqttClient(
        "tcp://127.0.0.1:" + broker.broker.tcpPort(),
        MqttClient.generateClientId(),
        new MemoryPersistence());
  }

  private static MqttConnectOptions account(String willTopic) {
    MqttConnectOptions options = new MqttConnectOptions();
    options.setUserName("ann");
    options.setPassword("ann-secret".toCharArray());
    options.setWill(willTopic, "offline".getBytes(UTF_8), 0, false);
    return options;
  }

  @Test
  void itComesHearsOfASensorAndIsMissedWhenItGoes() throws Exception {
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    BlockingQueue<String> missed = new LinkedBlockingQueue<>();
    try (MqttClient watcher = client();
        BrokerConnection device = broker.connect("cam-1", new Mailbox());
        RawClient home =
            new RawClient(broker.broker.tcpPort(), 4, "ann.home", Optional.of(STATUS))) {
      watcher.connect(account(STATUS));
      watcher.subscribe(
          STATUS, (topic, message) -> missed.add(new String(message.getPayload(), UTF_8)));
      watcher.subscribe("homeassistant/+/+/config", (topic, message) -> heard.add(topic));
      watcher.publish(STATUS, "online".getBytes(UTF_8), 0, false);
      assertThat(missed.poll(20, TimeUnit.SECONDS)).isEqualTo("online");
      device.deliver(OutgoingMessage.of(CONFIG, "{}".getBytes(UTF_8)).retained());
      assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo(CONFIG);
      assertThat(home.connected()).isZero();
      home.publish(STATUS, "online");
      home.pingAndWait(); // it is still there
      assertThat(missed.poll(20, TimeUnit.SECONDS)).isEqualTo("online");
      home.vanish();
      assertThat(missed.poll(20, TimeUnit.SECONDS)).isEqualTo("offline");
      watcher.disconnect();
    }
    assertThat(log.list).isEmpty();
  }

  @Test
  void whoIsRefusedStandsInTheLogOnceAMinute() throws Exception {
    for (int i = 0; i < 5; i++) {
      try (MqttClient client = client()) {
        assertThatExceptionOfType(MqttException.class)
            .isThrownBy(() -> client.connect(account("elsewhere")))
            .satisfies(
                refused ->
                    assertThat(refused.getReasonCode())
                        .isEqualTo((int) MqttException.REASON_CODE_NOT_AUTHORIZED));
      }
    }
    try (RawClient client =
        new RawClient(broker.broker.tcpPort(), 4, "ann.home", Optional.empty())) {
      assertThat(client.connected()).isZero();
      client.publish("elsewhere", "online");
      org.awaitility.Awaitility.await().until(() -> log.list.size() >= 2);
    }
    assertThat(log.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .hasSize(2)
        .satisfies(
            lines -> {
              assertThat(lines.get(0))
                  .isEqualTo("refused 'ann': its last will may not go to elsewhere");
              assertThat(lines.get(1)).startsWith("refused 'ann.home': ").contains("elsewhere");
            });
  }
}
