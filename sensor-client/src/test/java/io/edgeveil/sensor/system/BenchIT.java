package io.edgeveil.sensor.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.edgeveil.core.json.Json;
import io.edgeveil.sensor.system.WholeSystem.Outcome;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
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
        Stream.of(always, more, digits).flatMap(Arrays::stream).toArray(String[]::new));
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

  /** 28 kB at 1 Mbit/s are 224 ms, five round trips of 20 ms are 100 ms more. */
  @Test
  void aLinkSlowsInferencesAsItSays() throws Exception {
    try (WholeSystem system = new WholeSystem(home)) {
      system.importDigits(system.models(), "1", 8);
      Path bundle = system.makePads(system.model(), WholeSystem.DEVICE, 40);
      String tls = system.startGatewayWithTls();
      system.enrol(bundle);

      Outcome done =
          bench(
              bundle,
              "--warm-up",
              "1",
              "--link",
              "1mbit,20ms",
              "--gateway",
              tls,
              "--gateway",
              system.gateway().address().toString());
      assertThat(done.exitCode()).as("%s", done.err()).isZero();
      for (String line : done.out()) {
        JsonNode way = json(line);
        assertThat(way.path("link").asText()).isEqualTo("1mbit,20ms");
        double bytes = way.path("sent_bytes").asDouble() + way.path("received_bytes").asDouble();
        assertThat(way.path("limit_ms").asDouble()).isCloseTo(bytes * 8e-3 + 100, within(0.01));
        // Bytes taken for bits would be 8 times as slow; a busy machine is not.
        assertThat(way.path("limit_ratio").asDouble()).isBetween(1.0, 6.0);
      }

      Outcome udp = bench(bundle, "--link", "1mbit", "--gateway", "coap://127.0.0.1");
      assertThat(udp.exitCode()).isEqualTo(2);
      assertThat(udp.err().get(0)).contains("carries TCP alone");
    }
  }

  @Test
  void fourSensorsAtOnceLoseNothing() throws Exception {
    try (WholeSystem system = new WholeSystem(home)) {
      system.importDigits(system.models(), "1", 8);
      system.startGateway();
      List<String> bundles = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        Path bundle = system.makePads(system.model(), "cam-" + i, "cam-" + i, 17);
        system.enrol("cam-" + i, bundle);
        bundles.addAll(List.of("--bundle", bundle.toString()));
      }
      Outcome done =
          WholeSystem.sensor(
              Stream.of(
                      Stream.of("bench", "--json"),
                      bundles.stream(),
                      Stream.of(
                          "--count",
                          "3",
                          "--turns",
                          "2",
                          "--warm-up",
                          "1",
                          WholeSystem.demo("images/mnist200/000.png").toString()))
                  .flatMap(part -> part)
                  .toArray(String[]::new));
      assertThat(done.exitCode()).as("%s", done.err()).isZero();
      JsonNode line = json(done.out().get(0));
      assertThat(line.path("concurrency").asInt()).isEqualTo(4);
      assertThat(line.path("inferences").asInt()).isEqualTo(24);
      assertThat(line.path("errors").asInt()).isZero();
      assertThat(line.path("per_second").asDouble()).isPositive();
      assertThat(line.path("allocated_bytes").asLong()).isPositive();
      assertThat(line.path("compiler_ms").asDouble())
          .isBetween(0.0, line.path("cpu_ms").asDouble() + 10.0);
      double named = 0;
      for (String part : List.of("mask", "encode", "decode", "check", "unmask", "local")) {
        named += line.path(part + "_ms").asDouble();
      }
      assertThat(named).isCloseTo(line.path("sensor_ms").asDouble(), within(0.01));
    }
  }
}
