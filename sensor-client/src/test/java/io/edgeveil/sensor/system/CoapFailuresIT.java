package io.edgeveil.sensor.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.edgeveil.broker.client.TlsIdentity;
import io.edgeveil.core.image.PictureFile;
import io.edgeveil.core.tensor.Tensor;
import io.edgeveil.gateway.app.CoapSide;
import io.edgeveil.sensor.app.GatewayAddress;
import io.edgeveil.sensor.app.Sensor;
import io.edgeveil.sensor.app.SensorSettings;
import io.edgeveil.sensor.inference.Inference;
import io.edgeveil.sensor.inference.InferenceObserver;
import io.edgeveil.sensor.inference.RetryPolicy;
import io.edgeveil.sensor.inference.TransportException;
import io.edgeveil.sensor.system.WholeSystem.Outcome;
import io.edgeveil.sensor.transport.coap.CoapAddress;
import io.edgeveil.sensor.transport.coap.CoapAddress.Scheme;
import io.edgeveil.sensor.transport.coap.CoapTransport;
import io.edgeveil.sensor.transport.coap.SharedKey;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What does not work over CoAP is said in a sentence, and what can be mended mends itself. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CoapFailuresIT {
  private static final Duration SHORT = Duration.ofSeconds(2);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir static Path home;
  private static WholeSystem system;
  private static PlainNetwork plain;
  private static Path bundle;

  @BeforeAll
  static void start() throws Exception {
    system = new WholeSystem(home);
    system.importDigits(system.models(), "1", 8);
    plain = new PlainNetwork(system.model());
    bundle = system.makePads(system.model(), "porch-cam", 60);
    InetAddress everywhere = InetAddress.getByName("0.0.0.0");
    system.startGatewayWithCoap(
        new CoapSide(OptionalInt.of(0), OptionalInt.of(0), everywhere, List.of("127.0.0.1")));
    system.enrol(bundle);
  }

  @AfterAll
  static void stop() {
    system.close();
  }

  @ParameterizedTest
  @EnumSource
  @Order(1)
  void theCommandLineClassifiesByEachScheme(Scheme scheme) throws Exception {
    Outcome done = infer(system.coap(scheme).toString());
    assertThat(done.exitCode()).as("%s", done.err()).isZero();
    assertThat(done.out().get(0)).contains("\"label\":\"7\"");
  }

  @ParameterizedTest
  @EnumSource
  @Order(2)
  void nobodyThere(Scheme scheme) throws Exception {
    CoapAddress nobody = new CoapAddress(scheme, "127.0.0.1", 9);
    assertThatExceptionOfType(TransportException.class)
        .isThrownBy(
            () -> CoapTransport.connect(WholeSystem.access(bundle, nobody).withTimeout(SHORT)))
        .withMessageContaining("no gateway at " + nobody + ": is it running?");
  }

  @Test
  @Order(3)
  void aKeyThatIsNotOurs() throws Exception {
    CoapAddress address = system.coap(Scheme.COAPS);
    assertThatExceptionOfType(TransportException.class)
        .isThrownBy(
            () ->
                CoapTransport.connect(
                    WholeSystem.access(bundle, address)
                        .withKey(SharedKey.of(new byte[32]))
                        .withTimeout(Duration.ofSeconds(8))))
        .withMessageContaining("does not accept our key");
  }

  @Test
  @Order(4)
  void whatCannotBeTrustedOrWouldBeHeard() throws Exception {
    CoapAddress tls = system.coap(Scheme.COAPS_TCP);
    // 127.0.0.2 is this machine, too, and stands in no certificate.
    requireRefused(
        infer("coaps+tcp://127.0.0.2:" + tls.port()), "not for the host '127.0.0.2'", "--host");
    Path own = bundle.resolve("certificate.pem"); // is no authority's here
    TlsIdentity distrusting = TlsIdentity.read(own, own, bundle.resolve("key.pem"));
    assertThatExceptionOfType(TransportException.class)
        .isThrownBy(
            () -> CoapTransport.connect(WholeSystem.access(bundle, tls).withIdentity(distrusting)))
        .withMessageContaining("not of the authority in ca.pem");
    requireRefused(infer("coap://192.0.2.1"), "reads the password", "--insecure-plaintext");
    requireRefused(infer("coap+tcp://gw.example"), "reads the password", "--insecure-plaintext");
    requireRefused(infer("coaps://no-such-host.invalid"), "unknown host no-such-host.invalid");
  }

  @ParameterizedTest
  @EnumSource(names = {"COAPS", "COAPS_TCP"})
  @Order(5)
  void aGatewayThatIsRestartedInMidRun(Scheme scheme) throws Exception {
    SensorSettings settings =
        SensorSettings.of(bundle)
            .withGateway(new GatewayAddress.OverCoap(system.coap(scheme)))
            .withPolicy(new RetryPolicy(SHORT, SHORT, PATIENCE, Duration.ofMillis(500)));
    try (Sensor sensor = Sensor.open(settings)) {
      requireRight(sensor, InferenceObserver.NONE);
      int[] layers = {0};
      Inference done =
          requireRight(
              sensor,
              (layer, x, sent, y) -> {
                layers[0]++;
                if (layers[0] == 2) { // between two layers of one inference
                  restart();
                }
              });
      assertThat(done.figures().roundTrips()).isGreaterThan(5);
      requireRight(sensor, InferenceObserver.NONE);
    }
    assertThat(system.gateway().figures().conflicts()).isZero();
  }

  private static void restart() {
    try {
      system.restartGatewayWithCoap();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static Inference requireRight(Sensor sensor, InferenceObserver observer)
      throws Exception {
    Tensor input = sensor.tensor(PictureFile.read(WholeSystem.digits().get(0)));
    Inference done = sensor.infer(input, observer);
    assertThat(done.output().values()).isEqualTo(plain.run(input, new ArrayList<>()).values());
    return done;
  }

  private static Outcome infer(String gateway) throws Exception {
    return WholeSystem.infer(bundle, "--gateway", gateway, WholeSystem.digits().get(0).toString());
  }

  private static void requireRefused(Outcome outcome, String... words) {
    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).hasSize(1);
    assertThat(outcome.err().get(0)).contains(words);
  }
}
