package io.edgeveil.gateway.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.edgeveil.broker.client.BrokerConnection;
import io.edgeveil.broker.client.BrokerListener;
import io.edgeveil.broker.client.ConnectionLostException;
import io.edgeveil.broker.client.ConnectionSettings;
import io.edgeveil.broker.client.Credentials;
import io.edgeveil.broker.client.IncomingMessage;
import io.edgeveil.broker.client.Qos;
import io.edgeveil.core.manifest.ModelBundle;
import io.edgeveil.core.wire.Chunk;
import io.edgeveil.core.wire.Problem;
import io.edgeveil.core.wire.SessionReply;
import io.edgeveil.core.wire.Topics;
import io.edgeveil.gateway.account.DataFolder;
import io.edgeveil.gateway.account.DeviceAccounts;
import io.edgeveil.gateway.account.Viewer;
import io.edgeveil.gateway.model.ServedLayer;
import io.edgeveil.gateway.model.ServedModel;
import io.edgeveil.gateway.model.TinyBundle;
import io.edgeveil.linear.PreparedLayer;
import io.edgeveil.linear.ReferenceKernel;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole gateway over its embedded broker, and a device that is nothing but messages. */
class GatewayServerIT {
  @TempDir static Path folder;
  private static DataFolder data;
  private static GatewayServer server;
  private static ServedModel model;

  @BeforeAll
  static void start() throws Exception {
    TinyBundle.write(folder.resolve("models"), "tiny", "1", 7);
    data = new DataFolder(folder.resolve("data"));
    server =
        GatewayServer.start(
            GatewaySettings.of(
                    "gw-7",
                    folder.resolve("models"),
                    new BrokerSide.Embedded(data, InetAddress.getLoopbackAddress(), 0, 0))
                .withCoap(CoapSide.anyPorts()));
    model = server.models().get(0);
    for (String device : new String[] {"pi-1", "pi-2"}) {
      var unused =
          new DeviceAccounts(data).add(device, folder.resolve(device), data.brokerAddress());
    }
  }

  @AfterAll
  static void closeAndLeaveNoThread() {
    server.close();
    server.close();
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(Thread.getAllStackTraces().keySet())
                    .filteredOn(Thread::isAlive)
                    .extracting(Thread::getName)
                    .noneMatch(name -> name.startsWith("edgeveil") || name.contains("hivemq")));
  }

  private static int[] reference(ServedLayer layer, int[] tensor) throws Exception {
    ModelBundle bundle = ModelBundle.open(folder.resolve("models/tiny/1"));
    byte[] weights = ModelBundle.weightsOf(layer.operation(), bundle.weights());
    int[] results = new int[layer.outputElements()];
    try (PreparedLayer prepared = new ReferenceKernel().prepare(layer.operation(), weights)) {
      prepared.multiply(1, tensor, results);
    }
    return results;
  }

  private static void requireServed(RawSensor sensor, SessionReply session, long inference)
      throws Exception {
    for (ServedLayer layer : model.layers()) {
      int[] tensor = RawSensor.randomTensor(layer, inference);
      assertThat(sensor.exchange(session, model, layer, inference, tensor))
          .isEqualTo(reference(layer, tensor));
    }
  }

  /** Whose data folder it is must not be told by one that is refused. */
  @Test
  void aSecondGatewayOnTheSameDataIsRefusedAndChangesNothing() throws Exception {
    String before = Files.readString(folder.resolve("data/broker.json"));
    GatewaySettings second =
        GatewaySettings.of(
                "gw-7",
                folder.resolve("models"),
                new BrokerSide.Embedded(data, InetAddress.getLoopbackAddress(), 0, 0))
            .withCoap(CoapSide.anyPorts());
    assertThatThrownBy(() -> GatewayServer.start(second))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("another gateway");
    assertThat(folder.resolve("data/broker.json")).hasContent(before);
  }

  @Test
  void everyLayerIsServedAsTheReferenceKernelComputesIt() throws Exception {
    try (RawSensor sensor = RawSensor.of(folder.resolve("pi-1"))) {
      SessionReply session = sensor.open(model);
      assertThat(session.gateway()).isEqualTo("gw-7");
      for (long inference = 100; inference < 103; inference++) {
        requireServed(sensor, session, inference);
      }
      assertThat(sensor.open(model).highestInference()).isEqualTo(102);
    }
  }

  @Test
  void badChunksGetProblemsAndTheNextRequestIsServed() throws Exception {
    try (RawSensor sensor = RawSensor.of(folder.resolve("pi-1"))) {
      SessionReply session = sensor.open(model);
      ServedLayer layer = model.layers().get(0);
      String topic = sensor.topic(session, model, layer);
      int[] tensor = RawSensor.randomTensor(layer, 1);
      byte[] good = sensor.chunks(session, model, layer, 200, tensor).get(0).bytes();

      byte[] wrongChecksum = good.clone();
      wrongChecksum[80] ^= 1;
      sensor.send(topic, wrongChecksum);
      assertThat(sensor.nextProblem().is(Problem.Type.MALFORMED)).isTrue();

      sensor.send(topic, Arrays.copyOf(good, 100));
      assertThat(sensor.nextProblem().is(Problem.Type.MALFORMED)).isTrue();

      sensor.send(topic, new byte[0]);
      assertThat(sensor.nextProblem().is(Problem.Type.MALFORMED)).isTrue();

      int[] outside = tensor.clone();
      outside[0] = layer.modulus().prime();
      Chunk outOfRange = sensor.chunks(session, model, layer, 200, outside).get(0);
      sensor.send(topic, outOfRange.bytes());
      Problem problem = sensor.nextProblem();
      assertThat(problem.is(Problem.Type.MALFORMED)).isTrue();
      assertThat(problem.inference()).isEqualTo(200);

      sensor.send(topic, good);
      int[] other = RawSensor.randomTensor(layer, 2);
      sensor.send(topic, sensor.chunks(session, model, layer, 200, other).get(0).bytes());
      assertThat(sensor.nextProblem().is(Problem.Type.CONFLICT)).isTrue();

      sensor.send(Topics.open("pi-1"), "{}".getBytes(UTF_8));
      assertThat(sensor.nextProblem().is(Problem.Type.MALFORMED)).isTrue();

      assertThat(sensor.exchange(session, model, layer, 200, tensor))
          .isEqualTo(reference(layer, tensor));
      requireServed(sensor, session, 201);
    }
  }

  @Test
  void aTensorThatWasServedMayNotComeAgainWithOtherContent() throws Exception {
    try (RawSensor sensor = RawSensor.of(folder.resolve("pi-1"))) {
      SessionReply session = sensor.open(model);
      requireServed(sensor, session, 300);
      requireServed(sensor, session, 300); // the same bytes again are served again
      ServedLayer layer = model.layers().get(0);
      int[] other = RawSensor.randomTensor(layer, 999);
      for (Chunk chunk : sensor.chunks(session, model, layer, 300, other)) {
        sensor.send(sensor.topic(session, model, layer), chunk.bytes());
        assertThat(sensor.nextProblem().is(Problem.Type.CONFLICT)).isTrue();
      }
    }
  }

  @Test
  void nothingIsSentToAForeignResponseTopic() throws Exception {
    try (RawSensor sensor = RawSensor.of(folder.resolve("pi-1"));
        RawSensor victim = RawSensor.of(folder.resolve("pi-2"))) {
      long before = server.figures().problems();
      for (String topic : new String[] {Topics.reply("pi-2"), "edgeveil/device/pi-1/x", null}) {
        sensor.send(Topics.open("pi-1"), "{}".getBytes(UTF_8), topic);
        Problem problem = sensor.nextProblem(); // told to itself alone
        assertThat(problem.is(Problem.Type.FORBIDDEN)).isTrue();
        assertThat(problem.detail()).contains("edgeveil/reply/pi-1");
      }
      assertThat(server.figures().problems()).isEqualTo(before + 3);
      requireServed(victim, victim.open(model), 400); // and nothing else came in between
      assertThat(victim.inbox).isEmpty();
    }
  }

  @Test
  void aSessionBelongsToItsDevice() throws Exception {
    try (RawSensor owner = RawSensor.of(folder.resolve("pi-1"));
        RawSensor thief = RawSensor.of(folder.resolve("pi-2"))) {
      SessionReply session = owner.open(model);
      ServedLayer layer = model.layers().get(0);
      byte[] chunk =
          thief.chunks(session, model, layer, 500, RawSensor.randomTensor(layer, 1)).get(0).bytes();
      thief.send(thief.topic(session, model, layer), chunk);
      assertThat(thief.nextProblem().is(Problem.Type.UNKNOWN_SESSION)).isTrue();
      requireServed(owner, session, 500);
    }
  }

  @Test
  void aViewerSeesTheRetainedStatusAndNoTensor() throws Exception {
    Map<String, String> seen = new ConcurrentHashMap<>();
    ConnectionSettings settings =
        ConnectionSettings.to(server.address(), "explorer-1")
            .withCredentials(
                Credentials.of(
                    Viewer.NAME, server.viewer().orElseThrow().password().toCharArray()));
    BrokerListener listener =
        new BrokerListener() {
          @Override
          public void messageArrived(IncomingMessage message) {
            if (!message.topic().startsWith("$SYS/broker/")) { // the broker's own
              seen.put(message.topic(), new String(message.payload(), UTF_8));
            }
          }

          @Override
          public void connectionLost(ConnectionLostException reason) {}
        };
    try (BrokerConnection viewer = BrokerConnection.open(settings, listener);
        RawSensor sensor = RawSensor.of(folder.resolve("pi-1"))) {
      viewer.subscribe("#", Qos.AT_LEAST_ONCE);
      Awaitility.await().untilAsserted(() -> assertThat(seen).hasSize(4));
      assertThat(seen.get("edgeveil/gateway/gw-7/state"))
          .matches("\\{\"state\":\"online\",\"since\":\"20..-..-..T..:..:..Z\"\\}");
      assertThat(seen.get("edgeveil/gateway/gw-7/models/tiny"))
          .startsWith("{\"version\":\"1\",\"layers\":2,\"parameters\":1134,\"k_bits\":\"")
          .contains(model.digest());
      assertThat(seen.get("edgeveil/gateway/gw-7/info"))
          .contains("\"kernel\":\"" + server.kernel() + "\"", "\"cpu\":");

      requireServed(sensor, sensor.open(model), 600);
      Awaitility.await()
          .untilAsserted(
              () ->
                  assertThat(seen.get("edgeveil/gateway/gw-7/health"))
                      .hasSizeLessThanOrEqualTo(150)
                      .contains("\"inferences\":" + server.figures().inferences() + ","));
      assertThat(seen.keySet()).allMatch(topic -> topic.startsWith("edgeveil/gateway/gw-7/"));
      assertThatThrownBy(() -> viewer.subscribe("$share/v/edgeveil/layer/#", Qos.AT_LEAST_ONCE))
          .hasMessageContaining("edgeveil/layer/#");
    }
  }
}
