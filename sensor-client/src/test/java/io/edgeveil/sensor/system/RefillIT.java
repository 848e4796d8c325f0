package io.edgeveil.sensor.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.edgeveil.core.image.PictureFile;
import io.edgeveil.sensor.app.Sensor;
import io.edgeveil.sensor.app.SensorSettings;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pads are topped up while a sensor runs, and status says how long they will last. */
class RefillIT {
  @TempDir static Path home;
  private static WholeSystem system;
  private static Path bundle;

  @BeforeAll
  static void start() throws Exception {
    system = new WholeSystem(home);
    system.importDigits(system.models(), "1", 8);
    bundle = system.makePads(system.model(), "porch-cam", 3);
    system.startGateway();
    system.enrol(bundle);
  }

  @AfterAll
  static void stop() {
    system.close();
  }

  private static JsonNode status() throws Exception {
    WholeSystem.Outcome said =
        WholeSystem.sensor("status", "--json", "--bundle", bundle.toString());
    assertThat(said.exitCode()).as(said.err().toString()).isZero();
    return new ObjectMapper().readTree(said.out().get(0));
  }

  @Test
  void aSensorGoesOnWithPadsThatCameMeanwhile() throws Exception {
    assertThat(status().get("pads_left").asLong()).isEqualTo(3);
    assertThat(status().has("run_out_at")).isFalse();
    List<Path> digits = WholeSystem.digits();
    try (Sensor sensor = Sensor.open(SensorSettings.of(bundle))) {
      for (int i = 0; i < 7; i++) {
        if (i == 1) {
          Path more = system.makePads(system.model(), "more", 2);
          WholeSystem.Outcome moved =
              WholeSystem.sensor(
                  "refill", "--json", "--bundle", bundle.toString(), "--from", more.toString());
          assertThat(moved.exitCode()).as(moved.err().toString()).isZero();
          assertThat(new ObjectMapper().readTree(moved.out().get(0)).get("pads_added").asInt())
              .isEqualTo(2);
          assertThat(sensor.padsLeft()).isEqualTo(4);
        }
        if (i == 5) { // it has run out by now
          assertThat(sensor.padsLeft()).isZero();
          assertThat(system.makePads(system.model(), "porch-cam", 4)).isEqualTo(bundle);
        }
        assertThat(sensor.classify(PictureFile.read(digits.get(i)), 1).figures().padIndex())
            .isEqualTo(i < 3 ? i : i < 5 ? i - 3 : i - 5);
      }
    }
    assertThat(system.gateway().figures().conflicts()).isZero();
    JsonNode status = status();
    assertThat(status.get("pads_made").asLong()).isEqualTo(9);
    assertThat(status.get("pads_used").asLong()).isEqualTo(7);
    assertThat(status.get("pads_left").asLong()).isEqualTo(2);
    assertThat(status.get("pad_sets")).hasSize(3);
    assertThat(status.get("pads_per_day").asDouble()).isBetween(7 * 12.0, 7 * 24.0);
    assertThat(Instant.parse(status.get("run_out_at").asText())).isAfter(Instant.now());
    assertThat(status.get("get_more").get(1).asText())
        .isEqualTo("edgeveil-sensor refill --bundle " + bundle + " --from more-pads");
    List<String> text = WholeSystem.sensor("status", "--bundle", bundle.toString()).out();
    assertThat(text).contains("pads left  2 of 9, used 7");
  }
}
