package io.edgeveil.core.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.edgeveil.core.json.Json;
import io.edgeveil.core.json.JsonFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Any bytes are the JSON of a message, which then survives a round trip, or are refused. */
class SessionJsonFuzzTest {

  @TestFactory
  Stream<DynamicTest> corpus() throws IOException {
    Path inputs =
        Path.of("src/test/resources/io/edgeveil/core/wire/SessionJsonFuzzTestInputs/messages");
    try (Stream<Path> files = Files.list(inputs)) {
      return files.sorted().toList().stream()
          .map(
              file ->
                  DynamicTest.dynamicTest(
                      file.getFileName().toString(), () -> messages(Files.readAllBytes(file))));
    }
  }

  @FuzzTest
  void messages(byte[] data) {
    read(data, SessionRequest.class);
    read(data, SessionReply.class);
    read(data, Problem.class);
  }

  private static <T> void read(byte[] data, Class<T> type) {
    T message;
    try {
      message = Json.read(data, type);
    } catch (JsonFormatException e) {
      assertThat(e.getMessage()).isNotNull();
      return;
    }
    try {
      assertThat(Json.read(Json.write(message), type)).isEqualTo(message);
    } catch (JsonFormatException e) {
      throw new AssertionError("what was written is not read", e);
    }
  }
}
