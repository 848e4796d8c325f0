package io.edgeveil.sensor.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgeveil.broker.client.BrokerAddress;
import io.edgeveil.broker.client.ConnectionSettings;
import io.edgeveil.broker.client.Credentials;
import io.edgeveil.core.image.Picture;
import io.edgeveil.core.image.PictureFile;
import io.edgeveil.core.json.Json;
import io.edgeveil.core.tensor.Tensor;
import io.edgeveil.core.wire.Packing;
import io.edgeveil.pads.store.DeviceBundle;
import io.edgeveil.sensor.app.Sensor;
import io.edgeveil.sensor.app.SensorSettings;
import io.edgeveil.sensor.inference.Inference;
import io.edgeveil.sensor.inference.InferenceObserver;
import io.edgeveil.sensor.inference.PrivateInference;
import io.edgeveil.sensor.inference.RetryPolicy;
import io.edgeveil.sensor.transport.mqtt.MqttTransport;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** What is lost on the way is asked for again with the same bytes, and the answer stays exact. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RecoveryIT {
  @TempDir static Path home;
  private static WholeSystem system;
  private static PlainNetwork plain;
  private static Path bundle;
  private static List<Path> digits;

  @BeforeAll
  static void start() throws Exception {
    system = new WholeSystem(home);
    system.importDigits(system.models(), "1", 8);
    plain = new PlainNetwork(system.model());
    bundle = system.makePads(system.model(), "porch-cam", 60);
    system.startGateway();
    system.enrol(bundle);
    digits = WholeSystem.digits();
  }

  @AfterAll
  static void stop() {
    system.close();
  }

  @Test
  @Order(1)
  void aLineCutWhileTheReplyIsOnItsWay() throws Exception {
    try (WireTap tap = new WireTap(system.port());
        Sensor sensor = Sensor.open(through(tap))) {
      requireRight(sensor, 0);
      for (int cut = 0; cut < 5; cut++) {
        tap.cutAfter(1000 + 4000 * cut); // inside another reply each time
        Inference done = requireRight(sensor, 1 + cut);
        assertThat(done.figures().roundTrips()).isGreaterThan(5);
        assertThat(done.figures().padIndex()).isEqualTo(1 + cut);
      }
    }
    assertThat(system.gateway().figures().conflicts()).isZero();
  }

  @Test
  @Order(2)
  @SuppressWarnings("unchecked")
  void lostAndDoubledMessages() throws Exception {
    Map<String, String> file =
        Json.read(Files.readAllBytes(bundle.resolve("credentials.json")), Map.class);
    Credentials credentials =
        Credentials.of(file.get("user"), file.get("password").getBytes(StandardCharsets.UTF_8));
    DeviceBundle device = DeviceBundle.open(bundle);
    MqttTransport way =
        MqttTransport.connect(
            ConnectionSettings.to(BrokerAddress.parse(file.get("broker")), WholeSystem.DEVICE)
                .withCredentials(credentials),
            WholeSystem.DEVICE,
            "lossy");
    LossyTransport lossy = new LossyTransport(way, 4, 0.3);
    try (PrivateInference inference =
        PrivateInference.of(device, device.openPads(), lossy, RetryPolicy.DEFAULT, Packing.BYTES)) {
      for (int i = 0; i < 20; i++) {
        Tensor input = tensor(device, digits.get(i));
        assertThat(inference.infer(input).output().values())
            .isEqualTo(plain.run(input, new ArrayList<>()).values());
      }
    }
    assertThat(lossy.lost).isGreaterThan(10);
    assertThat(lossy.doubled).isGreaterThan(10);
    assertThat(system.gateway().figures().conflicts()).isZero();
  }

  @Test
  @Order(3)
  void aGatewayThatIsRestartedInMidRun() throws Exception {
    try (WireTap tap = new WireTap(system.port());
        Sensor sensor = Sensor.open(through(tap))) {
      requireRight(sensor, 0);
      Tensor input = sensor.tensor(picture(1));
      List<int[]> expected = new ArrayList<>();
      float[] output = plain.run(input, expected).values().clone();
      List<int[]> results = new ArrayList<>();
      Inference done =
          sensor.infer(
              input,
              (layer, x, sent, y) -> {
                results.add(y.clone());
                if (results.size() == 2) { // between two layers of one inference
                  restart(tap);
                }
              });
      assertThat(results).hasSameSizeAs(expected);
      for (int i = 0; i < expected.size(); i++) {
        assertThat(results.get(i)).isEqualTo(expected.get(i));
      }
      assertThat(done.output().values()).isEqualTo(output);
      requireRight(sensor, 2);
    }
  }

  private static void restart(WireTap tap) {
    try {
      system.stopGateway();
      system.startGateway();
      tap.retarget(system.port());
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static SensorSettings through(WireTap tap) {
    return SensorSettings.of(bundle).withBroker(new BrokerAddress("127.0.0.1", tap.port()));
  }

  private static Inference requireRight(Sensor sensor, int digit) throws Exception {
    Tensor input = sensor.tensor(picture(digit));
    Inference done = sensor.infer(input, InferenceObserver.NONE);
    assertThat(done.output().values()).isEqualTo(plain.run(input, new ArrayList<>()).values());
    return done;
  }

  private static Picture picture(int digit) throws Exception {
    return PictureFile.read(digits.get(digit));
  }

  private static Tensor tensor(DeviceBundle device, Path picture) throws Exception {
    var manifest = device.model().manifest();
    return io.edgeveil.core.image.PictureTensors.of(manifest.preprocessing(), manifest.inputShape())
        .tensor(PictureFile.read(picture));
  }
}
