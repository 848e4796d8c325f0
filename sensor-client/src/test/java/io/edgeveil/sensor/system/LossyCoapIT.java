package io.edgeveil.sensor.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.edgeveil.core.image.PictureFile;
import io.edgeveil.core.image.PictureTensors;
import io.edgeveil.core.manifest.Manifest;
import io.edgeveil.core.tensor.Tensor;
import io.edgeveil.core.wire.Packing;
import io.edgeveil.pads.store.DeviceBundle;
import io.edgeveil.sensor.inference.Inference;
import io.edgeveil.sensor.inference.InferenceException;
import io.edgeveil.sensor.inference.InferenceObserver;
import io.edgeveil.sensor.inference.PrivateInference;
import io.edgeveil.sensor.inference.RetryPolicy;
import io.edgeveil.sensor.transport.coap.CoapAddress;
import io.edgeveil.sensor.transport.coap.CoapAddress.Scheme;
import io.edgeveil.sensor.transport.coap.CoapTransport;
import io.edgeveil.sensor.transport.coap.Pace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.eclipse.californium.core.config.CoapConfig;
import org.eclipse.californium.elements.config.Configuration;
import org.eclipse.californium.scandium.config.DtlsConfig;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every inference over a line that loses, doubles, delays and reorders ends right, or with an error
 * that says why; nothing is left of it afterwards.
 */
class LossyCoapIT {
  private static final RetryPolicy POLICY =
      new RetryPolicy(
          Duration.ofSeconds(1),
          Duration.ofSeconds(1),
          Duration.ofSeconds(15),
          Duration.ofMillis(50));
  private static final int DIGITS = 6;
  private static final int KEPT_SECONDS = 2;

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
    system.startForgetfulGatewayWithCoap(KEPT_SECONDS);
    system.enrol(bundle);
  }

  @AfterAll
  static void stop() {
    system.close();
  }

  @ParameterizedTest(name = "{0}, losing {1} %")
  @CsvSource({"COAP, 20", "COAPS, 20"})
  void everyInferenceEndsRightOrSaysWhyNot(Scheme scheme, int lossPercent) throws Exception {
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    DeviceBundle device = DeviceBundle.open(bundle);
    List<Path> digits = WholeSystem.digits();
    long conflicts = system.gateway().figures().conflicts();
    int right = 0;
    Set<Long> pads = new HashSet<>();
    CoapAddress gateway = system.coap(scheme);
    try (LossyRelay relay =
        new LossyRelay(gateway.port(), 20 + lossPercent, lossPercent / 100.0, 0.1, 0.2, 10)) {
      CoapAddress address = new CoapAddress(scheme, "127.0.0.1", relay.port());
      CoapTransport way =
          CoapTransport.connect(
              WholeSystem.access(bundle, address), impatient(scheme), Pace.of(scheme));
      try (PrivateInference inference =
          PrivateInference.of(device, device.openPads(), way, POLICY, Packing.BITS)) {
        for (int i = 0; i < DIGITS; i++) {
          Tensor input = tensor(device, digits.get(i));
          try {
            Inference done = inference.infer(input, InferenceObserver.NONE);
            assertThat(done.output().values())
                .isEqualTo(plain.run(input, new ArrayList<>()).values());
            assertThat(pads.add(done.figures().padIndex())).as("a pad twice").isTrue();
            right++;
          } catch (InferenceException e) {
            assertThat(e.getMessage()).containsAnyOf("gateway", "reply");
          }
        }
        settle("exchanges of the sensor", way::isIdle);
      }
      assertThat(relay.lost.get()).isGreaterThan(10);
      assertThat(relay.doubled.get()).isGreaterThan(10);
      assertThat(relay.delayed.get()).isGreaterThan(10);
    }
    assertThat(right).isGreaterThanOrEqualTo(DIGITS - 1);
    assertThat(system.gateway().figures().conflicts()).isEqualTo(conflicts);
    settle("tensors of the gateway", () -> system.gateway().figures().pendingBytes() == 0);
    settle("threads", () -> noThreadMoreThan(before));
  }

  private static void settle(String what, BooleanSupplier isDone) {
    await(what).atMost(Duration.ofSeconds(3L * KEPT_SECONDS)).until(isDone::getAsBoolean);
  }

  private static boolean noThreadMoreThan(Set<Thread> before) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !before.contains(thread))
        .map(Thread::getName)
        .noneMatch(
            name ->
                name.startsWith("edgeveil-coap")
                    || name.startsWith("UDP-")
                    || name.startsWith("DTLS-")
                    || name.startsWith("lossy-relay"));
  }

  /** Sends again after fractions of a second, as on a line that is short but bad. */
  private static Configuration impatient(Scheme scheme) {
    return CoapTransport.configuration(scheme)
        .set(CoapConfig.ACK_TIMEOUT, 25, TimeUnit.MILLISECONDS)
        .set(CoapConfig.ACK_TIMEOUT_SCALE, 1.5f)
        .set(CoapConfig.MAX_RETRANSMIT, 8)
        .set(DtlsConfig.DTLS_RETRANSMISSION_TIMEOUT, 60, TimeUnit.MILLISECONDS)
        .set(DtlsConfig.DTLS_ADDITIONAL_ECC_TIMEOUT, 0, TimeUnit.MILLISECONDS)
        .set(DtlsConfig.DTLS_RETRANSMISSION_TIMEOUT_SCALE, 1.3f)
        .set(DtlsConfig.DTLS_MAX_RETRANSMISSIONS, 12)
        .set(CoapConfig.EXCHANGE_LIFETIME, 2, TimeUnit.SECONDS)
        .set(CoapConfig.MARK_AND_SWEEP_INTERVAL, 500, TimeUnit.MILLISECONDS);
  }

  private static Tensor tensor(DeviceBundle device, Path picture) throws Exception {
    Manifest manifest = device.model().manifest();
    return PictureTensors.of(manifest.preprocessing(), manifest.inputShape())
        .tensor(PictureFile.read(picture));
  }
}
