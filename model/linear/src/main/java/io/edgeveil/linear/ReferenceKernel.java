package io.edgeveil.linear;

import io.edgeveil.core.layer.Convolution;
import io.edgeveil.core.layer.Dense;
import io.edgeveil.core.layer.LinearOperation;
import io.edgeveil.core.layer.Window;
import io.edgeveil.core.modulus.Modulus;
import io.edgeveil.core.tensor.Shape;

/**
 * The definition of a linear layer as loops over longs: slow, obvious, the oracle of the tests.
 *
 * <p>Exact range: {@code p - 1} times the greatest one-sided sum of a row is below 2^63.
 */
public final class ReferenceKernel implements LinearKernel {
  static final String NAME = "reference";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    return "loops over longs, for tests";
  }

  @Override
  public PreparedLayer prepare(LinearOperation layer, byte[] weights) {
    Weights.requireFit(layer, weights);
    var unused = ExactRange.ofLongs(layer, weights);
    byte[] copy = weights.clone();
    return new PreparedLayer() {
      @Override
      public void multiply(int batch, int[] residues, int[] results) {
        Weights.requireLengths(layer, batch, residues, results);
        for (int sample = 0; sample < batch; sample++) {
          if (layer instanceof Convolution convolution) {
            convolve(convolution, copy, sample, residues, results);
          } else if (layer instanceof Dense dense) {
            multiplyMatrix(dense, copy, sample, residues, results);
          }
        }
      }

      @Override
      public String description() {
        return NAME;
      }

      @Override
      public void close() {}
    };
  }

  private static void multiplyMatrix(Dense dense, byte[] weights, int sample, int[] x, int[] y) {
    Modulus modulus = dense.modulus();
    int inputs = dense.input().extent(1);
    for (int o = 0; o < dense.outputChannels(); o++) {
      long sum = 0;
      for (int i = 0; i < inputs; i++) {
        sum += (long) weights[o * inputs + i] * x[sample * inputs + i];
      }
      y[sample * dense.outputChannels() + o] = modulus.reduce(sum);
    }
  }

  private static void convolve(
      Convolution convolution, byte[] weights, int sample, int[] x, int[] y) {
    Modulus modulus = convolution.modulus();
    Shape output = convolution.outputShape();
    int at = sample * output.elements();
    for (int channel = 0; channel < output.extent(1); channel++) {
      for (int row = 0; row < output.extent(2); row++) {
        for (int column = 0; column < output.extent(3); column++) {
          y[at++] = modulus.reduce(sum(convolution, weights, sample, channel, row, column, x));
        }
      }
    }
  }

  private static long sum(
      Convolution convolution,
      byte[] weights,
      int sample,
      int channel,
      int row,
      int column,
      int[] x) {
    Window window = convolution.window();
    int height = convolution.input().extent(2);
    int width = convolution.input().extent(3);
    int perGroup = convolution.channelsPerGroup();
    int firstInput = channel / (convolution.outputChannels() / convolution.groups()) * perGroup;
    long sum = 0;
    for (int c = 0; c < perGroup; c++) {
      for (int ky = 0; ky < window.kernelHeight(); ky++) {
        int iy = row * window.strideHeight() - window.top() + ky * window.dilationHeight();
        for (int kx = 0; kx < window.kernelWidth(); kx++) {
          int ix = column * window.strideWidth() - window.left() + kx * window.dilationWidth();
          if (iy >= 0 && iy < height && ix >= 0 && ix < width) {
            int weight =
                weights[
                    ((channel * perGroup + c) * window.kernelHeight() + ky) * window.kernelWidth()
                        + kx];
            int plane = sample * convolution.input().extent(1) + firstInput + c;
            sum += (long) weight * x[(plane * height + iy) * width + ix];
          }
        }
      }
    }
    return sum;
  }
}
