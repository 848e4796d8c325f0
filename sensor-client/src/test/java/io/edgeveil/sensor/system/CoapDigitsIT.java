package io.edgeveil.sensor.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgeveil.core.image.PictureFile;
import io.edgeveil.core.tensor.Tensor;
import io.edgeveil.core.wire.Packing;
import io.edgeveil.sensor.app.GatewayAddress;
import io.edgeveil.sensor.app.Sensor;
import io.edgeveil.sensor.app.SensorSettings;
import io.edgeveil.sensor.inference.Inference;
import io.edgeveil.sensor.transport.coap.CoapAddress.Scheme;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real networks over CoAP, in both packings: the very integers of the network without masks. */
class CoapDigitsIT {
  @TempDir Path home;

  @Test
  void everyIntegerOfTwoHundredDigitsIsExact() throws Exception {
    try (WholeSystem system = new WholeSystem(home)) {
      system.importDigits(system.models(), "1", 8);
      List<Path> digits = WholeSystem.digits();
      Path bundle = system.makePads(system.model(), "porch-cam", 2 * digits.size());
      system.startGatewayWithCoap();
      system.enrol(bundle);
      PlainNetwork plain = new PlainNetwork(system.model());
      requireExact(system, bundle, plain, Scheme.COAP, Packing.BYTES, digits);
      requireExact(system, bundle, plain, Scheme.COAPS, Packing.BITS, digits);
      assertThat(system.gateway().figures().problems()).isZero();
    }
  }

  @Test
  void everyIntegerOfResNet20IsExact() throws Exception {
    try (WholeSystem system = new WholeSystem(home)) {
      Path model = system.importFashion();
      List<Path> pictures =
          List.of(
              WholeSystem.demo("images/fashion200/000.png"),
              WholeSystem.demo("images/fashion200/001.png"));
      Path bundle = system.makePads(model, "fashion", 2 * pictures.size());
      system.startGatewayWithCoap();
      system.enrol(bundle);
      PlainNetwork plain = new PlainNetwork(model);
      requireExact(system, bundle, plain, Scheme.COAPS, Packing.BYTES, pictures);
      requireExact(system, bundle, plain, Scheme.COAPS_TCP, Packing.BITS, pictures);
      assertThat(system.gateway().figures().problems()).isZero();
    }
  }

  private static void requireExact(
      WholeSystem system,
      Path bundle,
      PlainNetwork plain,
      Scheme scheme,
      Packing packing,
      List<Path> pictures)
      throws Exception {
    GatewayAddress address = new GatewayAddress.OverCoap(system.coap(scheme));
    SensorSettings settings = SensorSettings.of(bundle).withGateway(address).withPacking(packing);
    try (Sensor sensor = Sensor.open(settings)) {
      for (Path picture : pictures) {
        requireExact(sensor, plain, picture);
      }
    }
  }

  private static void requireExact(Sensor sensor, PlainNetwork plain, Path digit) throws Exception {
    Tensor input = sensor.tensor(PictureFile.read(digit));
    List<int[]> results = new ArrayList<>();
    Inference done = sensor.infer(input, (layer, x, sent, y) -> results.add(y.clone()));
    List<int[]> expected = new ArrayList<>();
    Tensor output = plain.run(input, expected);
    assertThat(results).as(digit.toString()).hasSameSizeAs(expected);
    for (int i = 0; i < expected.size(); i++) {
      assertThat(results.get(i)).isEqualTo(expected.get(i));
    }
    assertThat(done.output().values()).isEqualTo(output.values());
  }
}
