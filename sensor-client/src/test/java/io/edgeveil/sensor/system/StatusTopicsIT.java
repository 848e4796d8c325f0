package io.edgeveil.sensor.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.edgeveil.broker.client.BrokerConnection;
import io.edgeveil.broker.client.BrokerListener;
import io.edgeveil.broker.client.ConnectionLostException;
import io.edgeveil.broker.client.ConnectionSettings;
import io.edgeveil.broker.client.Credentials;
import io.edgeveil.broker.client.IncomingMessage;
import io.edgeveil.broker.client.Qos;
import io.edgeveil.core.image.PictureFile;
import io.edgeveil.core.wire.Topics;
import io.edgeveil.gateway.account.Viewer;
import io.edgeveil.sensor.app.Sensor;
import io.edgeveil.sensor.app.SensorSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a viewer sees of a device. */
class StatusTopicsIT {
  private static final String TOPICS = "edgeveil/device/porch-cam/";

  @TempDir Path home;

  private static final class Watching implements BrokerListener {
    final Map<String, String> latest = new ConcurrentHashMap<>();
    final List<byte[]> all = new ArrayList<>();

    @Override
    public synchronized void messageArrived(IncomingMessage message) {
      latest.put(
          message.topic().substring(TOPICS.length()),
          new String(message.payload(), StandardCharsets.UTF_8));
      all.add(message.payload());
    }

    @Override
    public void connectionLost(ConnectionLostException reason) {}
  }

  @Test
  void aDeviceShowsItsStateAndFiguresAndNothingElse() throws Exception {
    try (WholeSystem system = new WholeSystem(home)) {
      system.importDigits(system.models(), "1", 8);
      Path bundle = system.makePads(system.model(), "porch-cam", 3);
      system.startGateway();
      system.enrol(bundle);
      Watching watching = new Watching();
      Credentials viewer =
          Credentials.of(
              Viewer.NAME, system.gateway().viewer().orElseThrow().password().toCharArray());
      try (BrokerConnection connection =
          BrokerConnection.open(
              ConnectionSettings.to(system.gateway().address(), Viewer.NAME)
                  .withCredentials(viewer),
              watching)) {
        connection.subscribe(Topics.everyDeviceStatus(), Qos.AT_LEAST_ONCE);
        try (Sensor sensor = Sensor.open(SensorSettings.of(bundle))) {
          await()
              .untilAsserted(
                  () ->
                      assertThat(watching.latest.get("state"))
                          .startsWith("{\"state\":\"online\",\"model\":\"lenet5_mnist 1\""));
          for (int i = 0; i < 2; i++) {
            var unused = sensor.classify(PictureFile.read(WholeSystem.digits().get(i)), 1);
          }
          await()
              .untilAsserted(
                  () ->
                      assertThat(watching.latest.get("stats"))
                          .matches(
                              "\\{\"inferences\":2,\"latency_ms\":\\d+,\"pads_left\":1,"
                                  + "\"sent_bytes\":\\d+,\"received_bytes\":\\d+}"));
        }
        await()
            .untilAsserted(() -> assertThat(watching.latest.get("state")).contains("\"offline\""));
        assertThat(watching.latest.keySet()).isSubsetOf("state", "stats", "error");
        assertThat(watching.latest.getOrDefault("error", "")).isEmpty();
        assertThat(watching.all).allSatisfy(json -> assertThat(json).hasSizeLessThanOrEqualTo(150));
      }
    }
  }

  @Test
  void aDeviceThatDiesShowsAsOffline() throws Exception {
    try (WholeSystem system = new WholeSystem(home)) {
      system.importDigits(system.models(), "1", 8);
      Path bundle = system.makePads(system.model(), "porch-cam", 3);
      system.startGateway();
      system.enrol(bundle);
      Watching watching = new Watching();
      try (BrokerConnection connection =
              BrokerConnection.open(
                  ConnectionSettings.to(system.gateway().address(), Viewer.NAME)
                      .withCredentials(
                          Credentials.of(
                              Viewer.NAME,
                              system.gateway().viewer().orElseThrow().password().toCharArray())),
                  watching);
          WireTap tap = new WireTap(system.port());
          Sensor sensor =
              Sensor.open(
                  SensorSettings.of(bundle)
                      .withBroker(
                          new io.edgeveil.broker.client.BrokerAddress("127.0.0.1", tap.port())))) {
        assertThat(sensor.padsLeft()).isEqualTo(3);
        connection.subscribe(Topics.everyDeviceStatus(), Qos.AT_LEAST_ONCE);
        await()
            .untilAsserted(() -> assertThat(watching.latest.get("state")).contains("\"online\""));
        tap.cut();
        await()
            .untilAsserted(
                () ->
                    assertThat(watching.latest.get("state"))
                        .isEqualTo(
                            "{\"state\":\"offline\",\"model\":\"lenet5_mnist 1\",\"since\":\"\"}"));
      }
    }
  }
}
