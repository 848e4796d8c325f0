package io.edgeveil.core.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.edgeveil.core.wire.Packing;
import io.edgeveil.core.wire.SessionReply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  private static final String REPLY =
      "{\"gateway\":\"gw-1\",\"session\":7,\"chunk_bytes\":1024,\"packing\":\"bytes\",\"highest_inference\":-1,"
          + "\"timeout_millis\":5000}";

  @Test
  void recordsAreSnakeCaseInDeclarationOrder() throws JsonFormatException {
    SessionReply reply = new SessionReply("gw-1", 7, 1024, Packing.BYTES, -1, 5000);
    assertThat(new String(Json.write(reply), UTF_8)).isEqualTo(REPLY);
    assertThat(Json.read(REPLY.getBytes(UTF_8), SessionReply.class)).isEqualTo(reply);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{",
        "{}",
        "\u0000",
        "{\"gateway\":\"g\",\"session\":7,\"chunk_bytes\":1,\"packing\":\"bytes\",\"highest_inference\":0}",
        "{\"gateway\":\"g\",\"session\":7,\"chunk_bytes\":1.5,\"packing\":\"bytes\",\"highest_inference\":0,\"timeout_millis\":1}",
        "{\"gateway\":\"g\",\"session\":7,\"chunk_bytes\":99999999999,\"packing\":\"bytes\",\"highest_inference\":0,\"timeout_millis\":1}",
        "{\"gateway\":\"g\",\"session\":7,\"chunk_bytes\":1,\"highest_inference\":0,\"timeout_millis\":1}",
        "{\"gateway\":\"g\",\"session\":7,\"chunk_bytes\":1,\"packing\":\"BITS\",\"highest_inference\":0,\"timeout_millis\":1}",
        "{\"gateway\":\"g\",\"session\":7,\"chunk_bytes\":1,\"packing\":1,\"highest_inference\":0,\"timeout_millis\":1}",
        "{\"gateway\":\"g\",\"session\":null,\"chunk_bytes\":1,\"packing\":\"bytes\",\"highest_inference\":0,\"timeout_millis\":1}",
        "{\"gateway\":\"g\",\"session\":7,\"chunk_bytes\":1,\"packing\":\"bytes\",\"highest_inference\":0,\"timeout_millis\":1,\"x\":1}",
        "{\"gateway\":\"g\",\"session\":7,\"chunk_bytes\":1,\"packing\":\"bytes\",\"highest_inference\":0,\"timeout_millis\":1} x",
      })
  void whatDoesNotFitIsRefusedInOneLine(String json) {
    assertThatThrownBy(() -> Json.read(json.getBytes(UTF_8), SessionReply.class))
        .isInstanceOf(JsonFormatException.class)
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
  }

  @Test
  void deepNestingIsRefused() {
    byte[] deep = ("[".repeat(10_000) + "]".repeat(10_000)).getBytes(UTF_8);
    assertThatThrownBy(() -> Json.read(deep, Object.class)).isInstanceOf(JsonFormatException.class);
  }
}
