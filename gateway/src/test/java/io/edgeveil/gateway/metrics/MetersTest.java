package io.edgeveil.gateway.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.edgeveil.core.json.Json;
import io.edgeveil.gateway.status.Info;
import io.edgeveil.gateway.watch.TinyGateway;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetersTest {
  private static final Path DASHBOARD =
      Path.of("src/dist/root/usr/share/edgeveil-gateway/grafana/edgeveil-gateway.json");
  private static final Pattern METRIC =
      Pattern.compile("\\b(?:edgeveil|jvm|process|system)_[a-z_]+\\b");

  @TempDir Path folder;
  private final Meters meters =
      new Meters(new Info("1.2.3", "reference", "a cpu", 2, "2026-01-01T00:00:00Z", "tiny"));
  private TinyGateway gateway;

  @BeforeEach
  void serve() throws Exception {
    gateway = new TinyGateway(folder, false, meters);
    meters.show(gateway.serving()::figures, () -> true);
  }

  @AfterEach
  void close() {
    meters.close();
  }

  private List<String> lines(String start) {
    return meters.text().lines().filter(line -> line.startsWith(start)).toList();
  }

  @Test
  void everyLayerIsCountedAndTimed() {
    gateway.infer("pi-1", 0);
    gateway.infer("pi-1", 1);
    gateway.sendNonsense("pi-1");
    assertThat(lines("edgeveil_layers_total"))
        .containsExactlyInAnyOrder(
            "edgeveil_layers_total{layer=\"conv1\",model=\"tiny\"} 2.0",
            "edgeveil_layers_total{layer=\"fc1\",model=\"tiny\"} 2.0");
    assertThat(lines("edgeveil_layer_compute_seconds_count")).hasSize(2);
    assertThat(lines("edgeveil_layer_compute_seconds_bucket")).hasSize(2 * 11);
    assertThat(lines("edgeveil_batch_tensors_count"))
        .containsExactly("edgeveil_batch_tensors_count 4");
    assertThat(lines("edgeveil_inferences_total")).containsExactly("edgeveil_inferences_total 2.0");
    assertThat(lines("edgeveil_device_inferences_total"))
        .containsExactly("edgeveil_device_inferences_total{device=\"pi-1\"} 2.0");
    assertThat(lines("edgeveil_problems_total"))
        .contains("edgeveil_problems_total{type=\"malformed\"} 1.0")
        .contains("edgeveil_problems_total{type=\"conflict\"} 0.0");
    assertThat(lines("edgeveil_broker_connected")).containsExactly("edgeveil_broker_connected 1.0");
    assertThat(lines("edgeveil_received_bytes_total ").get(0)).doesNotEndWith(" 0.0");
    assertThat(lines("edgeveil_sent_bytes_total ").get(0)).doesNotEndWith(" 0.0");
  }

  @Test
  void devicesAreLabelsForSoManyAndNoMore() {
    for (int i = 0; i < DeviceCounters.MAX_DEVICES + 50; i++) {
      gateway.infer("pi-" + i, 0);
      gateway.infer("pi-" + i, 1);
    }
    assertThat(lines("edgeveil_device_inferences_total"))
        .hasSize(DeviceCounters.MAX_DEVICES + 1)
        .contains("edgeveil_device_inferences_total{device=\"(others)\"} 100.0");
  }

  @Test
  void theDashboardAsksForNothingThatThereIsNot() throws Exception {
    gateway.infer("pi-1", 0);
    JsonNode dashboard = Json.read(Files.readAllBytes(DASHBOARD), JsonNode.class);
    List<String> questions = dashboard.findValuesAsText("expr");
    assertThat(questions).hasSizeGreaterThan(10);
    SortedSet<String> there =
        meters
            .text()
            .lines()
            .filter(line -> !line.startsWith("#"))
            .map(line -> line.split("[{ ]", 2)[0])
            .collect(Collectors.toCollection(TreeSet::new));
    for (String question : questions) {
      assertThat(METRIC.matcher(question).results().map(MatchResult::group))
          .as(question)
          .isNotEmpty()
          .isSubsetOf(there);
    }
  }
}
