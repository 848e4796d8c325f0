package io.edgeveil.prepare.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Any bytes are a network that can be imported, or are refused by an {@link OnnxException}. */
class OnnxFuzzTest {
  @TempDir static Path folder;

  @TestFactory
  Stream<DynamicTest> corpus() throws IOException {
    Path inputs =
        Path.of("src/test/resources/io/edgeveil/prepare/onnx/OnnxFuzzTestInputs/networks");
    try (Stream<Path> files = Files.list(inputs)) {
      return files.sorted().toList().stream()
          .map(
              file ->
                  DynamicTest.dynamicTest(
                      file.getFileName().toString(), () -> networks(Files.readAllBytes(file))));
    }
  }

  @FuzzTest
  void networks(byte[] data) throws IOException {
    Path file = folder.resolve("net.onnx");
    Files.write(file, data);
    try {
      assertThat(OnnxImport.read(file)).isNotNull();
    } catch (OnnxException e) {
      assertThat(e.getMessage()).isNotNull();
    }
  }
}
