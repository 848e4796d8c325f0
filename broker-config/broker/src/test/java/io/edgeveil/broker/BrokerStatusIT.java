package io.edgeveil.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.edgeveil.broker.client.AccessRefusedException;
import io.edgeveil.broker.client.BrokerConnection;
import io.edgeveil.broker.client.ConnectionLostException;
import io.edgeveil.broker.client.IncomingMessage;
import io.edgeveil.broker.client.OutgoingMessage;
import io.edgeveil.broker.client.Qos;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The figures that MQTT Explorer's panel reads. */
class BrokerStatusIT {
  private static final String[] PANEL = {
    "version",
    "clients/total",
    "subscriptions/count",
    "messages/received",
    "messages/sent",
    "load/messages/received/5min",
    "load/messages/sent/5min",
    "heap/current",
    "heap/maximum"
  };

  @TempDir Path folder;

  @Test
  void aViewerReadsAllThatThePanelShowsAndNobodyElseDoes() throws Exception {
    try (TestBroker broker = TestBroker.start(folder)) {
      Mailbox mailbox = new Mailbox();
      try (BrokerConnection viewer = broker.connect("ann", mailbox)) {
        viewer.subscribe("$SYS/#", Qos.AT_LEAST_ONCE);
        Map<String, String> read = new HashMap<>();
        while (read.size() < PANEL.length) {
          IncomingMessage message = mailbox.next();
          assertThat(message.topic()).startsWith("$SYS/broker/");
          read.put(
              message.topic().substring("$SYS/broker/".length()),
              new String(message.payload(), UTF_8));
        }
        assertThat(read).containsOnlyKeys(PANEL);
        assertThat(read.get("version")).startsWith("HiveMQ CE ");
        read.remove("version");
        assertThat(read.values()).allMatch(value -> Double.parseDouble(value) >= 0);
        assertThat(Long.parseLong(read.get("heap/current"))).isPositive();

        assertThatExceptionOfType(ConnectionLostException.class)
            .isThrownBy(
                () -> viewer.deliver(OutgoingMessage.of("$SYS/broker/version", new byte[1])));
      }
      try (BrokerConnection device = broker.connect("cam-1", new Mailbox())) {
        assertThatExceptionOfType(AccessRefusedException.class)
            .isThrownBy(() -> device.subscribe("$SYS/#", Qos.AT_LEAST_ONCE));
      }
    }
  }
}
