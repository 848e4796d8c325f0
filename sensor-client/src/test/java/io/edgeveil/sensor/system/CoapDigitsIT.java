package io.edgeveil.sensor.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgeveil.core.image.PictureFile;
import io.edgeveil.core.tensor.Tensor;
import io.edgeveil.sensor.app.GatewayAddress;
import io.edgeveil.sensor.app.Sensor;
import io.edgeveil.sensor.app.SensorSettings;
import io.edgeveil.sensor.inference.Inference;
import io.edgeveil.sensor.transport.coap.CoapAddress;
import io.edgeveil.sensor.transport.coap.CoapAddress.Scheme;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two hundred digits over CoAP: bit for bit the integers of the network without masks. */
class CoapDigitsIT {
  @TempDir Path home;

  @Test
  void everyIntegerIsExactOnEveryWay() throws Exception {
    try (WholeSystem system = new WholeSystem(home)) {
      system.importDigits(system.models(), "1", 8);
      List<Path> digits = WholeSystem.digits();
      Path bundle = system.makePads(system.model(), "porch-cam", 2 * digits.size());
      system.startGatewayWithCoap();
      system.enrol(bundle);
      PlainNetwork plain = new PlainNetwork(system.model());
      for (Scheme scheme : List.of(Scheme.COAP, Scheme.COAPS)) {
        CoapAddress address = system.coap(scheme);
        try (Sensor sensor =
            Sensor.open(
                SensorSettings.of(bundle).withGateway(new GatewayAddress.OverCoap(address)))) {
          for (Path digit : digits) {
            requireExact(sensor, plain, digit);
          }
        }
      }
      assertThat(system.gateway().figures().problems()).isZero();
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
