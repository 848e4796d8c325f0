package io.edgeveil.sensor.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.edgeveil.core.json.Json;
import io.edgeveil.sensor.system.WholeSystem.Outcome;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verb {@code bench}: what it reports and what it spends, not how fast anything is. */
class BenchIT {
  @TempDir Path home;

  private static JsonNode json(String line) throws Exception {
    return Json.read(line.getBytes(StandardCharsets.UTF_8), JsonNode.class);
  }

  private static Outcome bench(Path bundle, String... more) {
    String[] digits = {
      WholeSystem.demo("images/mnist200/000.png").toString(),
      WholeSystem.demo("images/mnist200/001.png").toString()
    };
    String[] always = {
      "bench", "--json", "--bundle", bundle.toString(), "--count", "3", "--turns", "2"
    };
    return WholeSystem.sensor(
        java.util.stream.Stream.of(always, more, digits)
            .flatMap(java.util.Arrays::stream)
            .toArray(String[]::new));
  }

  @Test
  void comparesTwoWaysAndSaysWhenThePadsDoNotSuffice() throws Exception {
    try (WholeSystem system = new WholeSystem(home)) {
      system.importDigits(system.models(), "1", 8);
      Path bundle = system.makePads(system.model(), WholeSystem.DEVICE, 42);
      String tls = system.startGatewayWithTls();
      system.enrol(bundle);
      String plain = system.gateway().address().toString();

      // 2 ways, 2 turns, 3 inferences each, and 1 to warm up, 10 before the first turn
      Outcome done = bench(bundle, "--warm-up", "1", "--gateway", plain, "--gateway", tls);
      assertThat(done.exitCode()).as("%s", done.err()).isZero();
      assertThat(done.out()).hasSize(2);
      JsonNode first = json(done.out().get(0));
      JsonNode second = json(done.out().get(1));
      assertThat(first.path("gateway").asText()).isEqualTo(plain);
      assertThat(second.path("gateway").asText()).isEqualTo(tls);
      for (JsonNode line : new JsonNode[] {first, second}) {
        assertThat(line.path("inferences").asInt()).isEqualTo(6);
        assertThat(line.path("round_trips").asDouble()).isEqualTo(5);
        assertThat(line.path("sent_bytes").asLong()).isEqualTo(first.path("sent_bytes").asLong());
        assertThat(line.path("median_ms").asDouble()).isPositive();
      }
      assertThat(first.path("ratio").asDouble()).isEqualTo(1);
      assertThat(second.path("ratio").asDouble()).isPositive();

      // 42 - 2 * (10 + 3 + 1 + 3) = 8 are left, and 6 are needed, then 2 are left.
      Outcome packed = bench(bundle, "--warm-up", "0", "--packing", "bits");
      assertThat(packed.exitCode()).as("%s", packed.err()).isZero();
      assertThat(json(packed.out().get(0)).path("sent_bytes").asLong())
          .isLessThan(first.path("sent_bytes").asLong());
      Outcome refused = bench(bundle, "--warm-up", "0");
      assertThat(refused.exitCode()).isEqualTo(1);
      assertThat(refused.out()).isEmpty();
      assertThat(refused.err().get(0)).contains("needs 6 pads, 2 are left");
    }
  }
}
