package io.edgeveil.sensor.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgeveil.core.image.PictureFile;
import io.edgeveil.core.tensor.Tensor;
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

/** Real networks over CoAP: bit for bit the integers of the network without masks. */
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
      for (Scheme scheme : List.of(Scheme.COAP, Scheme.COAPS)) {
        requireExact(system, bundle, plain, scheme, digits);
      }
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
      List<Scheme> schemes = List.of(Scheme.COAPS, Scheme.COAPS_TCP);
      Path bundle = system.makePads(model, "fashion", pictures.size() * schemes.size());
      system.startGatewayWithCoap();
      system.enrol(bundle);
      PlainNetwork plain = new PlainNetwork(model);
      for (Scheme scheme : schemes) {
        requireExact(system, bundle, plain, scheme, pictures);
      }
      assertThat(system.gateway().figures().problems()).isZero();
    }
  }

  private static void requireExact(
      WholeSystem system, Path bundle, PlainNetwork plain, Scheme scheme, List<Path> pictures)
      throws Exception {
    GatewayAddress address = new GatewayAddress.OverCoap(system.coap(scheme));
    try (Sensor sensor = Sensor.open(SensorSettings.of(bundle).withGateway(address))) {
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
