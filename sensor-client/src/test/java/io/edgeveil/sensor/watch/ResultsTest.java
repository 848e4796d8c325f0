package io.edgeveil.sensor.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgeveil.core.json.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How results are written. */
class ResultsTest {
  @TempDir Path home;

  static Report classified(String name) {
    return new Report(
        capture(name),
        Outcome.CLASSIFIED,
        Optional.of(ScriptedClassifier.answer(7)),
        Optional.empty(),
        1,
        20,
        FakeClock.START);
  }

  static Report failed(String name) {
    return new Report(
        capture(name),
        Outcome.FAILED,
        Optional.empty(),
        Optional.of("no reply"),
        2,
        20,
        FakeClock.START);
  }

  private static Capture capture(String name) {
    return new Capture(name, Path.of(name), FakeClock.START, 0);
  }

  @Test
  void aLineHoldsWhatApplies() {
    assertThat(ReportLine.of(classified("a.png")).json())
        .isEqualTo(
            "{\"at\":\"2026-11-23T03:09:35.417Z\",\"image\":\"a.png\",\"outcome\":\"classified\","
                + "\"label\":\"cat\",\"score\":0.875,\"waited_ms\":20,\"pads\":1,"
                + "\"latency_ms\":12.345,\"sensor_ms\":0.001,\"wire_ms\":0.002,\"gateway_ms\":0.003,"
                + "\"sent_bytes\":4,\"received_bytes\":5,\"round_trips\":6,\"pad_index\":7}");
    assertThat(ReportLine.of(failed("b.png")).json())
        .isEqualTo(
            "{\"at\":\"2026-11-23T03:09:35.417Z\",\"image\":\"b.png\",\"outcome\":\"failed\","
                + "\"reason\":\"no reply\",\"waited_ms\":20,\"pads\":2}");
  }

  @Test
  void theFileIsPrivateAndMayBeMovedAway() throws Exception {
    Path file = home.resolve("r.jsonl");
    ResultsFile results = new ResultsFile(file, 0, 1);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    results.tell(classified("a"));
    Files.move(file, home.resolve("moved"));
    Thread.currentThread().interrupt(); // the program ends
    results.tell(failed("b"));
    assertThat(Thread.interrupted()).isTrue();
    assertThat(Files.readAllLines(home.resolve("moved"))).hasSize(1);
    assertThat(Files.readAllLines(file)).containsExactly(ReportLine.of(failed("b")).json());
  }

  @Test
  void theFileTurnsAtItsLimit() throws Exception {
    Path file = home.resolve("r.jsonl");
    int line = ReportLine.of(failed("0")).json().length() + 1;
    ResultsFile results = new ResultsFile(file, 2L * line, 2);
    for (int i = 0; i < 9; i++) {
      results.tell(failed(String.valueOf(i)));
    }
    assertThat(Files.readString(file)).contains("\"8\"").hasSize(line);
    assertThat(Files.readString(home.resolve("r.jsonl.1"))).contains("\"6\"", "\"7\"");
    assertThat(Files.readString(home.resolve("r.jsonl.2"))).contains("\"4\"", "\"5\"");
    assertThat(home.resolve("r.jsonl.3")).doesNotExist();
  }

  @Test
  void whatIsPublishedIsSmallAndHomeAssistantsOwn() {
    ShownResult shown = ShownResult.of(classified("secret-name.png")).orElseThrow();
    String json = new String(Json.write(shown), StandardCharsets.UTF_8);
    assertThat(json)
        .isEqualTo(
            "{\"label\":\"cat\",\"score\":0.875,\"latency_ms\":12,\"at\":\"2026-11-23T03:09:35Z\"}");
    assertThat(ShownResult.of(failed("x"))).isEmpty();
    assertThat(
            new String(
                Json.write(HomeAssistantSensor.of("pi-1", "lenet5_mnist 1")),
                StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"name\":\"Result\",\"unique_id\":\"edgeveil_pi-1_result\","
                + "\"state_topic\":\"edgeveil/device/pi-1/result\","
                + "\"value_template\":\"{{ value_json.label }}\","
                + "\"json_attributes_topic\":\"edgeveil/device/pi-1/result\","
                + "\"availability_topic\":\"edgeveil/device/pi-1/state\","
                + "\"availability_template\":\"{{ value_json.state }}\",\"icon\":\"mdi:eye\","
                + "\"device\":{\"identifiers\":[\"edgeveil_pi-1\"],\"name\":\"Edgeveil pi-1\","
                + "\"manufacturer\":\"Edgeveil\",\"model\":\"lenet5_mnist 1\"}}");
  }
}
