package io.edgeveil.core.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.edgeveil.core.json.Json;
import io.edgeveil.core.layer.Constant;
import io.edgeveil.core.layer.Convolution;
import io.edgeveil.core.layer.Dense;
import io.edgeveil.core.layer.Layer;
import io.edgeveil.core.layer.Operation;
import io.edgeveil.core.layer.Quantisation;
import io.edgeveil.core.layer.Window;
import io.edgeveil.core.tensor.Shape;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelBundleTest {
  private static final byte[] WEIGHTS = {1, -2, 3, 4, 5, 6};
  private static final byte[] CONSTANTS = {0, 0, (byte) 0x80, 0x3f, 0, 0, 0, (byte) 0xc0}; // 1, -2

  @TempDir Path models;

  @BeforeEach
  void twoVersions() throws IOException {
    write("9");
    write("10");
  }

  @Test
  void theGreatestVersionIsTakenAndItsFilesRead() throws Exception {
    ModelBundle bundle = ModelBundle.open(models);
    assertThat(bundle.manifest()).isEqualTo(manifest("10"));
    assertThat(bundle.constants()).containsExactly(1f, -2f);
    Dense dense = (Dense) bundle.manifest().layers().get(2).operation();
    assertThat(ModelBundle.weightsOf(dense, bundle.weights())).containsExactly(3, 4, 5, 6);
    assertThat(bundle.digest())
        .isEqualTo(ModelDigest.of(Files.readAllBytes(models.resolve("10/manifest.json"))))
        .hasSize(64);
    assertThat(Long.toHexString(ModelDigest.prefix("00ab" + "0".repeat(60))))
        .isEqualTo("ab000000000000");
  }

  @Test
  void aFileThatIsNotTheOneTheManifestNamesIsRefused() throws Exception {
    ModelBundle bundle = ModelBundle.open(models.resolve("9"));
    byte[] other = WEIGHTS.clone();
    other[0]++;
    Files.write(models.resolve("9/weights.bin"), other);
    assertThatThrownBy(bundle::weights)
        .isInstanceOf(BundleFormatException.class)
        .hasMessageContaining("weights.bin");
    Files.delete(models.resolve("9/sensor.bin"));
    assertThatThrownBy(bundle::constants)
        .isInstanceOf(BundleFormatException.class)
        .hasMessageContaining("missing");
  }

  @Test
  void anotherFormatAnUnknownKeyAndNoBundleAreRefusedWithThePath() throws Exception {
    Path file = models.resolve("10/manifest.json");
    String json = Files.readString(file);
    for (String wrong :
        List.of(
            json.replace("\"format\" : 1", "\"format\" : 2"),
            json.replace("\"format\" : 1", "\"format\" : 1, \"x\" : 1"),
            json.replace("\"type\" : \"relu\"", "\"type\" : \"java.lang.Runtime\""),
            json.replace("[ 1, 1, 2, 1 ]", "[ 1, 1, -2, 1 ]"),
            json.substring(1))) {
      assertThat(wrong).isNotEqualTo(json);
      Files.writeString(file, wrong, StandardCharsets.UTF_8);
      assertThatThrownBy(() -> ModelBundle.open(models))
          .isInstanceOf(BundleFormatException.class)
          .hasMessageContaining(file.toString());
    }
    assertThatThrownBy(() -> ModelBundle.open(models.resolve("none")))
        .isInstanceOf(BundleFormatException.class)
        .hasMessageContaining("no model bundle at");
  }

  private void write(String version) throws IOException {
    Path directory = Files.createDirectories(models.resolve(version));
    Files.write(directory.resolve("manifest.json"), Json.writeIndented(manifest(version)));
    Files.write(directory.resolve("weights.bin"), WEIGHTS);
    Files.write(directory.resolve("sensor.bin"), CONSTANTS);
  }

  private static Manifest manifest(String version) {
    Shape image = Shape.of(1, 1, 2, 1);
    Constant one = new Constant(0, 1);
    Constant two = new Constant(0, 2);
    return new Manifest(
        Manifest.FORMAT,
        "tiny",
        version,
        "image",
        image,
        new Preprocessing(Preprocessing.Colours.GREY, 0, 1 / 255f, List.of(0f), List.of(1f)),
        List.of(
            new Layer(
                "conv",
                new Convolution(
                    image,
                    1,
                    new Window(2, 1, 1, 1, 1, 1, 0, 0, 1, 0),
                    1,
                    new Quantisation(0, 0.1f, 8, false, 16, -510, 255, 3, 0, one, one)),
                List.of("image"),
                "a",
                image),
            new Layer("relu", new Operation.Relu(), List.of("a"), "b", Shape.of(1, 2)),
            new Layer(
                "fc",
                new Dense(
                    Shape.of(1, 2),
                    2,
                    new Quantisation(1, 0.1f, 8, true, 16, -1397, 1397, 11, 2, two, two)),
                List.of("b"),
                "c",
                Shape.of(1, 2))),
        "c",
        List.of("no", "yes"),
        new Blob(WEIGHTS.length, ModelDigest.of(WEIGHTS)),
        new Blob(CONSTANTS.length, ModelDigest.of(CONSTANTS)));
  }
}
