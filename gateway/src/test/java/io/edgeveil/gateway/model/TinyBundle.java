package io.edgeveil.gateway.model;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.edgeveil.core.json.Json;
import io.edgeveil.core.layer.Constant;
import io.edgeveil.core.layer.Convolution;
import io.edgeveil.core.layer.Dense;
import io.edgeveil.core.layer.Layer;
import io.edgeveil.core.layer.Operation;
import io.edgeveil.core.layer.Quantisation;
import io.edgeveil.core.layer.Window;
import io.edgeveil.core.manifest.Blob;
import io.edgeveil.core.manifest.Manifest;
import io.edgeveil.core.manifest.ModelDigest;
import io.edgeveil.core.manifest.Preprocessing;
import io.edgeveil.core.modulus.Modulus;
import io.edgeveil.core.modulus.RangeTooWideException;
import io.edgeveil.core.tensor.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/**
 * A random little network as a bundle on disk: a convolution {@code conv1} [1, 2, 6, 6] to [1, 3,
 * 6, 6] (108 residues of 3 bytes), and a dense layer {@code fc1} of 108 to 10 with 16-bit inputs,
 * whose residues take 4 bytes.
 */
public final class TinyBundle {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Shape IMAGE = Shape.of(1, 2, 6, 6);
  private static final Shape FEATURES = Shape.of(1, 3, 6, 6);
  private static final Shape FLAT = Shape.of(1, 108);
  private static final int CONVOLUTION_WEIGHTS = 3 * 2 * 3 * 3;
  private static final int DENSE_WEIGHTS = 10 * 108;

  private final Path directory;

  private TinyBundle(Path directory) {
    this.directory = directory;
  }

  /** Writes {@code <models>/<name>/<version>/}. */
  public static TinyBundle write(Path models, String name, String version, long seed)
      throws IOException {
    Path directory = Files.createDirectories(models.resolve(name).resolve(version));
    byte[] weights = new byte[CONVOLUTION_WEIGHTS + DENSE_WEIGHTS];
    Random random = new Random(seed);
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (byte) (random.nextInt(255) - 127);
    }
    Files.write(directory.resolve("weights.bin"), weights);
    Layer conv1 =
        new Layer(
            "conv1",
            new Convolution(
                IMAGE,
                3,
                Window.square(3, 1, 1),
                1,
                numbers(0, 3, 0, Arrays.copyOf(weights, CONVOLUTION_WEIGHTS), 8)),
            List.of("image"),
            "a",
            FEATURES);
    Layer flatten = new Layer("flatten", new Operation.Reshape(), List.of("a"), "b", FLAT);
    Layer fc1 =
        new Layer(
            "fc1",
            new Dense(
                FLAT,
                10,
                numbers(
                    1,
                    10,
                    CONVOLUTION_WEIGHTS,
                    Arrays.copyOfRange(weights, CONVOLUTION_WEIGHTS, weights.length),
                    16)),
            List.of("b"),
            "scores",
            Shape.of(1, 10));
    Manifest manifest =
        new Manifest(
            Manifest.FORMAT,
            name,
            version,
            "image",
            IMAGE,
            new Preprocessing(Preprocessing.Colours.GREY, 0, 1 / 255f, List.of(0f), List.of(1f)),
            List.of(conv1, flatten, fc1),
            "scores",
            List.of(),
            new Blob(weights.length, ModelDigest.of(weights)),
            new Blob(0, ModelDigest.of(new byte[0])));
    Files.write(directory.resolve("manifest.json"), Json.writeIndented(manifest));
    return new TinyBundle(directory);
  }

  private static Quantisation numbers(
      int index, int rows, int offset, byte[] weights, int inputBits) {
    long lowest = 0;
    long highest = 0;
    long l1 = 0;
    int perRow = weights.length / rows;
    int greatest = (1 << inputBits) - 1;
    for (int row = 0; row < rows; row++) {
      long up = 0;
      long down = 0;
      for (byte weight : Arrays.copyOfRange(weights, row * perRow, (row + 1) * perRow)) {
        up += weight > 0 ? weight : 0;
        down += weight < 0 ? weight : 0;
      }
      highest = Math.max(highest, up * greatest);
      lowest = Math.min(lowest, down * greatest);
      l1 = Math.max(l1, up - down);
    }
    try {
      return new Quantisation(
          index,
          1 / 255f,
          inputBits,
          false,
          Modulus.covering(lowest, highest).bits(),
          lowest,
          highest,
          l1,
          offset,
          new Constant(0, rows),
          new Constant(rows, rows));
    } catch (RangeTooWideException e) {
      throw new AssertionError("a tiny layer has a tiny range", e);
    }
  }

  /** Where it is. */
  public Path directory() {
    return directory;
  }

  /** Rewrites the manifest after a change. */
  public void editManifest(Consumer<ObjectNode> change) throws IOException {
    Path file = directory.resolve("manifest.json");
    ObjectNode json = (ObjectNode) MAPPER.readTree(file.toFile());
    change.accept(json);
    MAPPER.writeValue(file.toFile(), json);
  }
}
