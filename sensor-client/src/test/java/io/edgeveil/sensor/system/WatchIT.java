package io.edgeveil.sensor.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.edgeveil.broker.client.BrokerConnection;
import io.edgeveil.broker.client.BrokerListener;
import io.edgeveil.broker.client.ConnectionLostException;
import io.edgeveil.broker.client.ConnectionSettings;
import io.edgeveil.broker.client.Credentials;
import io.edgeveil.broker.client.IncomingMessage;
import io.edgeveil.broker.client.Qos;
import io.edgeveil.gateway.account.Viewer;
import io.edgeveil.pads.quarantine.Quarantine;
import io.edgeveil.pads.quarantine.QuarantinedGateway;
import io.edgeveil.sensor.app.SensorCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code watch} and what it does without pads, with a gateway in quarantine, and when asked. */
class WatchIT {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path home;
  private static WholeSystem system;
  private static Path bundle;

  @BeforeAll
  static void start() throws Exception {
    system = new WholeSystem(home);
    system.importDigits(system.models(), "1", 8);
    bundle = system.makePads(system.model(), "porch-cam", 30);
    system.startGateway();
    system.enrol(bundle);
  }

  @AfterAll
  static void stop() {
    system.close();
  }

  private static String pictures() {
    return WholeSystem.demo("images/mnist200").toString();
  }

  private static long padsLeft(Path of) throws Exception {
    return JSON.readTree(
            WholeSystem.sensor("status", "--json", "--bundle", of.toString()).out().get(0))
        .required("pads_left")
        .asLong();
  }

  @Test
  void itWaitsForPadsAndGoesOnWithThem() throws Exception {
    Path poor = system.makePads(system.model(), "poor", 2);
    Files.copy(bundle.resolve("credentials.json"), poor.resolve("credentials.json"));
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      CompletableFuture<Integer> ended =
          CompletableFuture.supplyAsync(
              () ->
                  SensorCommand.run(
                      new PrintWriter(out),
                      new PrintWriter(err),
                      "watch",
                      "--json",
                      "--bundle",
                      poor.toString(),
                      "--fake-camera",
                      pictures(),
                      "--every",
                      "50ms",
                      "--count",
                      "5"),
              thread);
      await().atMost(LONG).until(() -> err.toString().contains("pads: no pads left: all 2"));
      Path more = system.makePads(system.model(), "more", 4);
      assertThat(
              WholeSystem.sensor("refill", "--bundle", poor.toString(), "--from", more.toString())
                  .exitCode())
          .isZero();
      assertThat(ended.get(60, TimeUnit.SECONDS)).isZero();
    } finally {
      thread.shutdownNow();
    }
    assertThat(out.toString().lines())
        .hasSize(5)
        .allSatisfy(line -> assertThat(line).contains("\"outcome\":\"classified\""));
    assertThat(err.toString().lines())
        .contains("edgeveil-sensor: pads: there are some again")
        .last()
        .isEqualTo(
            "edgeveil-sensor: 5 pictures taken: 5 classified, 0 failed, 0 dropped; 1 pads left");
  }

  @Test
  void aGatewayInQuarantineIsNotUsedAndThePicturesAreReported() throws Exception {
    Quarantine quarantine = Quarantine.of(bundle);
    quarantine.add(new QuarantinedGateway("edge", "conv1", 0, "2026-11-23T03:09:35Z"));
    long pads = padsLeft(bundle);
    WholeSystem.Outcome said;
    try {
      said = watch("--json", "--fake-camera", pictures(), "--every", "50ms", "--count", "3");
    } finally {
      assertThat(quarantine.clear("edge")).isTrue();
    }
    assertThat(said.exitCode()).isZero();
    assertThat(said.out())
        .hasSize(3)
        .allSatisfy(
            line ->
                assertThat(line)
                    .contains(
                        "\"outcome\":\"failed\"", "\"reason\":\"gateway edge is quarantined"));
    assertThat(padsLeft(bundle)).isEqualTo(pads);
    assertThat(said.err()).filteredOn(line -> line.contains("quarantined")).hasSize(1);
  }

  private static WholeSystem.Outcome watch(String... more) {
    String[] args = new String[more.length + 3];
    args[0] = "watch";
    args[1] = "--bundle";
    args[2] = bundle.toString();
    System.arraycopy(more, 0, args, 3, more.length);
    return WholeSystem.sensor(args);
  }

  @Test
  void aFolderIsWorkedOffAndACommandAndAFileLearnOfIt() throws Exception {
    Path in = Files.createDirectory(home.resolve("in"));
    for (Path digit : WholeSystem.digits().subList(0, 3)) {
      Files.copy(digit, in.resolve(digit.getFileName()));
    }
    Files.writeString(in.resolve("no.png"), "no picture");
    Path heard = home.resolve("heard");
    WholeSystem.Outcome said =
        watch(
            "--folder",
            in.toString(),
            "--after",
            "move:" + home.resolve("done"),
            "--settle",
            "0s",
            "--count",
            "4",
            "--results",
            home.resolve("results.jsonl").toString(),
            "--exec",
            "sh -c 'test -f \"$1\" && echo $2 $3 >> " + heard + "' hook {} {outcome} {label}");
    assertThat(said.exitCode()).as(said.err().toString()).isZero();
    assertThat(Files.readAllLines(heard))
        .containsExactlyInAnyOrder("classified 7", "classified 2", "classified 1", "failed");
    assertThat(Files.readAllLines(home.resolve("results.jsonl"))).hasSize(4);
    assertThat(said.out()).hasSize(5).first().asString().contains("image", "label", "pad");
    assertThat(in).isEmptyDirectory();
    assertThat(home.resolve("done/000.png")).exists();
    assertThat(home.resolve("done/failed/no.png")).exists();
  }

  @Test
  void resultsArePublishedOnlyIfTheOwnerAsks() throws Exception {
    Map<String, String> latest = new ConcurrentHashMap<>();
    BrokerListener listener =
        new BrokerListener() {
          @Override
          public void messageArrived(IncomingMessage message) {
            latest.put(message.topic(), new String(message.payload(), UTF_8));
          }

          @Override
          public void connectionLost(ConnectionLostException reason) {}
        };
    String device = "edgeveil/device/porch-cam/";
    String config = "homeassistant/sensor/porch-cam/config";
    try (BrokerConnection viewer =
        BrokerConnection.open(
            ConnectionSettings.to(system.gateway().address(), Viewer.NAME)
                .withCredentials(
                    Credentials.of(
                        Viewer.NAME,
                        system.gateway().viewer().orElseThrow().password().toCharArray())),
            listener)) {
      viewer.subscribe("#", Qos.AT_LEAST_ONCE);
      WholeSystem.Outcome quiet =
          watch("--fake-camera", pictures(), "--every", "50ms", "--count", "1");
      assertThat(quiet.exitCode()).as(quiet.err().toString()).isZero();
      await().until(() -> latest.getOrDefault(device + "state", "").contains("offline"));
      assertThat(latest).containsEntry(device + "result", "").containsEntry(config, "");
      JsonNode figures = JSON.readTree(latest.get(device + "watch"));
      assertThat(figures.required("classified").asLong()).isEqualTo(1);
      assertThat(latest.get(device + "watch").length()).isLessThanOrEqualTo(150);

      WholeSystem.Outcome asked =
          watch("--fake-camera", pictures(), "--count", "1", "--home-assistant");
      assertThat(asked.exitCode()).as(asked.err().toString()).isZero();
      await().until(() -> !latest.get(device + "result").isEmpty());
      assertThat(JSON.readTree(latest.get(device + "result")).required("label").asText())
          .isEqualTo("7");
      assertThat(JSON.readTree(latest.get(config)).required("state_topic").asText())
          .isEqualTo(device + "result");

      WholeSystem.Outcome quietAgain = watch("--fake-camera", pictures(), "--count", "1");
      assertThat(quietAgain.exitCode()).as(quietAgain.err().toString()).isZero();
      await().until(() -> latest.get(device + "result").isEmpty() && latest.get(config).isEmpty());
    }
    WholeSystem.Outcome overCoap =
        watch("--fake-camera", pictures(), "--publish", "--gateway", "coap://localhost");
    assertThat(overCoap.exitCode()).isEqualTo(2);
    assertThat(overCoap.err()).singleElement().asString().contains("need MQTT");
  }
}
