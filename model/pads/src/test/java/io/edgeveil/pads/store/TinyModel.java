package io.edgeveil.pads.store;

import io.edgeveil.core.json.Json;
import io.edgeveil.core.layer.Constant;
import io.edgeveil.core.layer.Dense;
import io.edgeveil.core.layer.Layer;
import io.edgeveil.core.layer.Quantisation;
import io.edgeveil.core.manifest.Blob;
import io.edgeveil.core.manifest.Manifest;
import io.edgeveil.core.manifest.ModelBundle;
import io.edgeveil.core.manifest.ModelDigest;
import io.edgeveil.core.manifest.Preprocessing;
import io.edgeveil.core.modulus.Modulus;
import io.edgeveil.core.tensor.Shape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Two dense layers small enough to multiply by hand; the second takes four bytes a residue. */
public final class TinyModel {
  static final int[][] FIRST = {{2, -1}, {3, 5}};
  static final int[][] SECOND = {{1, 1}, {-7, 0}, {100, 127}};

  private TinyModel() {}

  /** Writes and opens the bundle. */
  public static ModelBundle write(Path directory) throws Exception {
    byte[] weights = {2, -1, 3, 5, 1, 1, -7, 0, 100, 127};
    byte[] constants = new byte[4 * 10];
    Files.createDirectories(directory);
    Files.write(directory.resolve(ModelBundle.WEIGHTS), weights);
    Files.write(directory.resolve(ModelBundle.CONSTANTS), constants);
    Manifest manifest =
        new Manifest(
            Manifest.FORMAT,
            "tiny",
            "1",
            "x",
            Shape.of(1, 2),
            new Preprocessing(Preprocessing.Colours.GREY, 0, 1, List.of(0f), List.of(1f)),
            List.of(
                layer("first", "x", "y", dense(0, 2, 2, 16, -127, 1016, 0)),
                layer("second", "y", "z", dense(1, 2, 3, 25, -889, 28829, 4))),
            "z",
            List.of(),
            new Blob(weights.length, ModelDigest.of(weights)),
            new Blob(constants.length, ModelDigest.of(constants)));
    Files.write(directory.resolve(ModelBundle.MANIFEST), Json.writeIndented(manifest));
    return ModelBundle.open(directory);
  }

  /** {@code W·r mod p} by hand. */
  public static void images(int layer, int batch, int[] masks, int[] images) {
    int[][] w = layer == 0 ? FIRST : SECOND;
    Modulus modulus = Modulus.ofBits(layer == 0 ? 16 : 25);
    for (int b = 0; b < batch; b++) {
      for (int o = 0; o < w.length; o++) {
        long sum = (long) w[o][0] * masks[2 * b] + (long) w[o][1] * masks[2 * b + 1];
        images[b * w.length + o] = modulus.reduce(sum);
      }
    }
  }

  /** {@code Wᵀ·s mod p} by hand. */
  public static void transposed(int layer, int[][] vectors, int[][] images) {
    int[][] w = layer == 0 ? FIRST : SECOND;
    Modulus modulus = Modulus.ofBits(layer == 0 ? 16 : 25);
    for (int j = 0; j < vectors.length; j++) {
      for (int i = 0; i < 2; i++) {
        long sum = 0;
        for (int o = 0; o < w.length; o++) {
          sum += (long) w[o][i] * vectors[j][o];
        }
        images[j][i] = modulus.reduce(sum);
      }
    }
  }

  private static Layer layer(String name, String in, String out, Dense dense) {
    return new Layer(name, dense, List.of(in), out, dense.outputShape());
  }

  private static Dense dense(int index, int in, int out, int k, long lo, long hi, long offset) {
    return new Dense(
        Shape.of(1, in),
        out,
        new Quantisation(
            index, 1, 8, true, k, lo, hi, 227, offset, new Constant(0, out), new Constant(5, out)));
  }
}
