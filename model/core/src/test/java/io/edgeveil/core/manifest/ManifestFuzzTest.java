package io.edgeveil.core.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.edgeveil.core.layer.LinearLayer;
import io.edgeveil.core.layer.LinearOperation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Any bytes are a manifest whose layers can be asked for what all sides ask, or are refused. */
class ManifestFuzzTest {
  private static final ByteBuffer WEIGHTS = ByteBuffer.allocate(1 << 12);

  @TempDir static Path folder;

  @TestFactory
  Stream<DynamicTest> corpus() throws IOException {
    Path inputs =
        Path.of("src/test/resources/io/edgeveil/core/manifest/ManifestFuzzTestInputs/manifests");
    try (Stream<Path> files = Files.list(inputs)) {
      return files.sorted().toList().stream()
          .map(
              file ->
                  DynamicTest.dynamicTest(
                      file.getFileName().toString(), () -> manifests(Files.readAllBytes(file))));
    }
  }

  @FuzzTest
  void manifests(byte[] data) throws IOException {
    Files.write(folder.resolve(ModelBundle.MANIFEST), data);
    try {
      ModelBundle bundle = ModelBundle.open(folder);
      assertThat(bundle.digest()).hasSize(64);
      for (LinearLayer layer : bundle.manifest().linearLayers()) {
        LinearOperation operation = layer.operation();
        assertThat(operation.outputShape().elements()).isPositive();
        if (operation.quantisation() != null) {
          assertThat(operation.modulus().bytesPerElement()).isBetween(3, 4);
          assertThat(ModelBundle.weightsOf(operation, WEIGHTS)).isNotNull();
        }
      }
      if (bundle.manifest().constants() != null) {
        bundle.constants();
      }
    } catch (BundleFormatException e) {
      assertThat(e.getMessage()).isNotNull();
    }
  }
}
