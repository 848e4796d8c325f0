package io.edgeveil.coap;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.edgeveil.core.wire.Problem;
import io.edgeveil.core.wire.WireFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Any body of a response is a problem, or a reply whose parts are the whole, or is refused. */
class CoapBodiesFuzzTest {

  @TestFactory
  Stream<DynamicTest> corpus() throws IOException {
    Path inputs = Path.of("src/test/resources/io/edgeveil/coap/CoapBodiesFuzzTestInputs/bodies");
    try (Stream<Path> files = Files.list(inputs)) {
      return files.sorted().toList().stream()
          .map(
              file ->
                  DynamicTest.dynamicTest(
                      file.getFileName().toString(), () -> bodies(Files.readAllBytes(file))));
    }
  }

  @FuzzTest
  void bodies(byte[] data) {
    requireProblemOrRefusal(data);
    requireWholeOrRefusal(data);
  }

  private static void requireProblemOrRefusal(byte[] data) {
    Problem problem;
    try {
      problem = ConciseProblem.decode(data);
    } catch (WireFormatException e) {
      assertThat(e.getMessage()).isNotNull();
      return;
    }
    try {
      assertThat(ConciseProblem.decode(ConciseProblem.encode(problem))).isEqualTo(problem);
    } catch (WireFormatException e) { // what was read in short can be too long when written
      assertThat(ConciseProblem.encode(problem)).hasSizeGreaterThan(ConciseProblem.MAX_BYTES);
    }
  }

  private static void requireWholeOrRefusal(byte[] data) {
    try {
      List<byte[]> chunks = ReplyBody.cut(data);
      assertThat(chunks.stream().mapToInt(chunk -> chunk.length).sum()).isEqualTo(data.length);
    } catch (WireFormatException e) {
      assertThat(e.getMessage()).isNotNull();
    }
  }
}
