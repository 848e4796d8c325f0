package io.edgeveil.linear;

import io.edgeveil.core.layer.Constant;
import io.edgeveil.core.layer.Convolution;
import io.edgeveil.core.layer.Dense;
import io.edgeveil.core.layer.LinearOperation;
import io.edgeveil.core.layer.Quantisation;
import io.edgeveil.core.layer.Window;
import io.edgeveil.core.tensor.Shape;
import java.util.Arrays;
import java.util.Random;

/** Layers, weights and residues for tests, and what they must give. */
final class Layers {
  private Layers() {}

  /** Numbers of a layer with a modulus of k bits. */
  static Quantisation numbers(int k) {
    return new Quantisation(0, 1f, 8, false, k, 0, 0, 0, 0, new Constant(0, 1), new Constant(0, 1));
  }

  static Dense dense(int k, int inputs, int outputs) {
    return new Dense(Shape.of(1, inputs), outputs, numbers(k));
  }

  static Convolution convolution(
      int k, int channels, int height, int width, int outputs, int groups, Window window) {
    return new Convolution(
        Shape.of(1, channels, height, width), outputs, window, groups, numbers(k));
  }

  static byte[] weights(LinearOperation layer, Random random) {
    byte[] weights = new byte[layer.weightCount()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (byte) (random.nextInt(255) - 127);
    }
    return weights;
  }

  static byte[] constant(LinearOperation layer, int value) {
    byte[] weights = new byte[layer.weightCount()];
    Arrays.fill(weights, (byte) value);
    return weights;
  }

  static int[] residues(LinearOperation layer, int batch, Random random) {
    int prime = layer.modulus().prime();
    return random.ints((long) batch * layer.input().elements(), 0, prime).toArray();
  }

  static int[] constantResidues(LinearOperation layer, int batch, int value) {
    int[] residues = new int[batch * layer.input().elements()];
    Arrays.fill(residues, value);
    return residues;
  }

  static int[] multiply(PreparedLayer prepared, LinearOperation layer, int batch, int[] residues) {
    int[] results = new int[batch * layer.outputShape().elements()];
    Arrays.fill(results, -1);
    prepared.multiply(batch, residues, results);
    return results;
  }

  /**
   * What the definition says, reduced after each term, by another way than the reference kernel:
   * every input pixel is scattered to the results it contributes to.
   */
  static int[] expected(LinearOperation layer, byte[] weights, int batch, int[] residues) {
    Geometry g = Geometry.of(layer);
    Window w = g.window();
    long p = layer.modulus().prime();
    long[] sums = new long[batch * layer.outputShape().elements()];
    int inPerGroup = g.channels() / g.groups();
    int outPerGroup = g.outputChannels() / g.groups();
    for (int i = 0; i < residues.length; i++) {
      int x = i % g.width();
      int y = i / g.width() % g.height();
      int c = i / g.pixels() % g.channels();
      int tensor = i / g.pixels() / g.channels();
      for (int tap = 0; tap < g.taps(); tap++) {
        int fromTop = y + w.top() - tap / w.kernelWidth() * w.dilationHeight();
        int fromLeft = x + w.left() - tap % w.kernelWidth() * w.dilationWidth();
        int row = fromTop / w.strideHeight();
        int column = fromLeft / w.strideWidth();
        if (fromTop < 0
            || fromLeft < 0
            || fromTop % w.strideHeight() != 0
            || fromLeft % w.strideWidth() != 0
            || row >= g.outputHeight()
            || column >= g.outputWidth()) {
          continue;
        }
        for (int o = 0; o < outPerGroup; o++) {
          int output = c / inPerGroup * outPerGroup + o;
          int weight = weights[(output * inPerGroup + c % inPerGroup) * g.taps() + tap];
          int at =
              ((tensor * g.outputChannels() + output) * g.outputHeight() + row) * g.outputWidth()
                  + column;
          sums[at] = (sums[at] + (long) weight * residues[i]) % p;
        }
      }
    }
    return Arrays.stream(sums).mapToInt(s -> (int) ((s + p) % p)).toArray();
  }
}
