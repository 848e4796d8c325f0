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
import io.edgeveil.core.layer.LinearLayer;
import io.edgeveil.core.modulus.Modulus;
import io.edgeveil.core.wire.Topics;
import io.edgeveil.gateway.account.Viewer;
import io.edgeveil.pads.store.DeviceBundle;
import io.edgeveil.sensor.system.WholeSystem.Outcome;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A wrong result through the real broker, as the sensor's owner meets it. */
class TamperingIT {
  private static final String WRONG =
      "edgeveil-sensor: gateway edge gave a wrong result for layer %s: nothing of this inference is"
          + " used; it is quarantined until its owner clears it";

  @TempDir static Path home;
  private static WholeSystem system;
  private static Path bundle;
  private static String digit;

  @BeforeAll
  static void start() throws Exception {
    system = new WholeSystem(home);
    system.importDigits(system.models(), "1", 8);
    bundle = system.makePads(system.model(), "porch-cam", 20);
    system.startGateway();
    system.enrol(bundle);
    digit = WholeSystem.digits().get(0).toString();
  }

  @AfterAll
  static void stop() {
    system.close();
  }

  @Test
  void aWrongResultOfAnyLayerIsReportedAndTheGatewayUsedNoMoreUntilCleared() throws Exception {
    List<LinearLayer> layers = DeviceBundle.open(bundle).model().manifest().linearLayers();
    Map<String, String> topics = new ConcurrentHashMap<>();
    try (BrokerConnection viewer = viewer(topics)) {
      for (int layer = 0; layer < layers.size(); layer += 2) {
        topics.remove("error");
        String name = layers.get(layer).name();
        Modulus modulus = layers.get(layer).operation().modulus();
        try (TamperingTap tap = new TamperingTap(system.port(), layer, modulus)) {
          requireAlarm(tap, name, topics);
          requireRefusedUntilCleared(tap);
        }
      }
      assertThat(viewer.isOpen()).isTrue();
    }
  }

  private static void requireAlarm(TamperingTap tap, String layer, Map<String, String> topics)
      throws Exception {
    long before = padsLeft();
    Outcome outcome = through(tap, digit, digit);
    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).containsExactly(WRONG.formatted(layer));
    assertThat(tap.tampered()).isPositive();
    assertThat(padsLeft()).isEqualTo(before - 1);
    await()
        .untilAsserted(
            () ->
                assertThat(topics.getOrDefault("error", ""))
                    .contains("gateway edge gave a wrong result for layer " + layer));
    // Retained: whoever comes later sees it, too.
    Map<String, String> later = new ConcurrentHashMap<>();
    try (BrokerConnection second = viewer(later)) {
      await().untilAsserted(() -> assertThat(later).containsKey("error"));
      assertThat(second.isOpen()).isTrue();
    }
  }

  private static void requireRefusedUntilCleared(TamperingTap tap) throws Exception {
    long before = padsLeft();
    tap.behave();
    Outcome refused = through(tap, digit);
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.err())
        .singleElement()
        .asString()
        .startsWith("edgeveil-sensor: gateway edge is quarantined");
    assertThat(padsLeft()).isEqualTo(before);
    assertThat(quarantine("--json").out())
        .singleElement()
        .asString()
        .startsWith("{\"gateway\":\"edge\",\"layer\":\"");
    assertThat(quarantine().out())
        .singleElement()
        .asString()
        .startsWith("edge  wrong result for layer ");
    assertThat(status()).contains("\"quarantined\":[\"edge\"]");

    assertThat(quarantine("--clear", "edge").out())
        .containsExactly("gateway edge may be used again");
    assertThat(quarantine().out()).containsExactly("no gateway is in quarantine");
    assertThat(status()).contains("\"quarantined\":[]");
    Outcome again = quarantine("--clear", "edge");
    assertThat(again.exitCode()).isEqualTo(1);
    assertThat(again.err()).containsExactly("edgeveil-sensor: gateway edge is not in quarantine");
    assertThat(quarantine("--clear", "no/id").exitCode()).isEqualTo(2);

    Outcome works = through(tap, digit);
    assertThat(works.err()).isEmpty();
    assertThat(works.out()).singleElement().asString().contains("\"label\":\"7\"");
  }

  @Test
  void withoutVerificationThereIsAWarningAndTheResultIsUsed() throws Exception {
    Path plain = system.makePads(system.model(), "plain", 3);
    Files.copy(
        bundle.resolve("credentials.json"),
        plain.resolve("credentials.json"),
        java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
    Files.delete(plain.resolve("integrity.bin"));
    Outcome refused = WholeSystem.infer(plain, digit);
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.err()).singleElement().asString().contains("integrity.bin is missing");
    Outcome used = WholeSystem.infer(plain, "--no-verify", digit);
    assertThat(used.exitCode()).isZero();
    assertThat(used.out()).hasSize(1);
    assertThat(used.err())
        .containsExactly(
            "edgeveil-sensor: warning: --no-verify: a wrong result would not be noticed");
  }

  private static Outcome through(TamperingTap tap, String... pictures) {
    String[] args = new String[pictures.length + 2];
    args[0] = "--gateway";
    args[1] = "tcp://127.0.0.1:" + tap.port();
    System.arraycopy(pictures, 0, args, 2, pictures.length);
    return WholeSystem.infer(bundle, args);
  }

  private static Outcome quarantine(String... more) {
    String[] args = new String[more.length + 3];
    args[0] = "quarantine";
    args[1] = "--bundle";
    args[2] = bundle.toString();
    System.arraycopy(more, 0, args, 3, more.length);
    return WholeSystem.sensor(args);
  }

  private static String status() {
    return WholeSystem.sensor("status", "--json", "--bundle", bundle.toString()).out().get(0);
  }

  private static long padsLeft() throws Exception {
    return DeviceBundle.open(bundle).padsLeft();
  }

  private static BrokerConnection viewer(Map<String, String> topics) throws Exception {
    Credentials credentials =
        Credentials.of(
            Viewer.NAME, system.gateway().viewer().orElseThrow().password().toCharArray());
    BrokerConnection connection =
        BrokerConnection.open(
            ConnectionSettings.to(system.gateway().address(), Viewer.NAME + "-" + System.nanoTime())
                .withCredentials(credentials),
            new BrokerListener() {
              @Override
              public void messageArrived(IncomingMessage message) {
                String topic = message.topic();
                topics.put(
                    topic.substring(topic.lastIndexOf('/') + 1),
                    new String(message.payload(), StandardCharsets.UTF_8));
              }

              @Override
              public void connectionLost(ConnectionLostException reason) {}
            });
    connection.subscribe(Topics.everyDeviceStatus(), Qos.AT_LEAST_ONCE);
    return connection;
  }
}
