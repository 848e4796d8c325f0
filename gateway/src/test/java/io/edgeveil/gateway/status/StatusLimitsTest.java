package io.edgeveil.gateway.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.edgeveil.core.json.Json;
import io.edgeveil.core.wire.Topics;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What MQTT Explorer can still plot (150 bytes of flat JSON, for a hundred points), compare (7 kB),
 * and any large broker bridge (seven slashes). {@link HealthTest} holds what is plotted to it.
 */
class StatusLimitsTest {
  private static final int PLOTTED_BYTES = 150;
  private static final int COMPARED_BYTES = 7_000;
  private static final String LONGEST_ID = "m".repeat(64);

  private static void assertFlat(byte[] json, List<String> keys) throws Exception {
    JsonNode node = Json.read(json, JsonNode.class);
    assertThat(node.fieldNames()).toIterable().containsExactlyElementsOf(keys);
    assertThat(node).allMatch(JsonNode::isValueNode);
    assertThat(keys).noneMatch(key -> key.contains("."));
  }

  @Test
  void aStateIsPlottable() throws Exception {
    byte[] online = Json.write(State.online("2026-11-22T19:05:21Z"));
    assertThat(online).hasSizeLessThanOrEqualTo(PLOTTED_BYTES);
    assertFlat(online, List.of("state", "since"));
    assertFlat(Json.write(State.offline()), List.of("state"));
  }

  @Test
  void aHundredModelsOfTheLongestNamesCanBeCompared() throws Exception {
    String models = String.join(" ", Collections.nCopies(100, LONGEST_ID));
    byte[] info =
        Json.write(
            new Info(
                "10.10.10", "onednn+nd4j", "c".repeat(100), 1024, "2026-11-22T19:05:21Z", models));
    assertThat(info).hasSizeLessThan(COMPARED_BYTES);
    assertFlat(info, List.of("version", "kernel", "cpu", "threads", "started_at", "models"));
  }

  @Test
  void aNetworkOfTwoThousandLayersCanBeCompared() throws Exception {
    String bits = String.join(" ", Collections.nCopies(2_000, "24"));
    byte[] model = Json.write(new ModelStatus(LONGEST_ID, 2_000, 1L << 40, bits, "0".repeat(64)));
    assertThat(model).hasSizeLessThan(COMPARED_BYTES);
    assertFlat(model, List.of("version", "layers", "parameters", "k_bits", "digest"));
  }

  @Test
  void topicsHaveSevenSlashesAtMost() {
    for (String topic :
        List.of(
            Topics.gateway("g", "health"),
            Topics.gatewayModel("g", "m"),
            Topics.layer("g", "m", "l", "d"),
            Topics.device("d", "stats"),
            Topics.reply("d"),
            Topics.open("d"))) {
      assertThat(topic.chars().filter(c -> c == '/').count()).isLessThanOrEqualTo(7);
    }
  }
}
