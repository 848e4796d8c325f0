package io.edgeveil.prepare.kernel;

import io.edgeveil.core.layer.Convolution;
import io.edgeveil.core.layer.Dense;
import io.edgeveil.core.layer.LinearOperation;
import io.edgeveil.core.layer.Window;
import io.edgeveil.core.modulus.Modulus;

/**
 * {@code t = Wᵀ·s mod p}: every output element is scattered to the input elements it was made of.
 *
 * <p>Exact range: an input element takes part in at most {@code outputs of its group * taps}
 * products with a residue below 2^31 and a weight of at most 127, added in a long: below 2^63 for
 * up to 2^25 of them. A layer with more is refused.
 */
final class TransposedLayer {
  private static final int MOST_TERMS = 1 << 25;

  private final LinearOperation layer;
  private final byte[] weights;

  private TransposedLayer(LinearOperation layer, byte[] weights) {
    this.layer = layer;
    this.weights = weights;
  }

  /**
   * A layer with its weights.
   *
   * @param weights int8, order of the ONNX initialiser; retained
   * @throws IllegalArgumentException if their number is wrong or the layer outside the exact range
   */
  static TransposedLayer of(LinearOperation layer, byte[] weights) {
    if (weights.length != layer.weightCount()) {
      throw new IllegalArgumentException(
          "the layer has " + layer.weightCount() + " weights, got " + weights.length);
    }
    long terms = layer.outputChannels();
    if (layer instanceof Convolution convolution) {
      Window window = convolution.window();
      terms = terms / convolution.groups() * window.kernelHeight() * window.kernelWidth();
    }
    if (terms > MOST_TERMS) {
      throw new IllegalArgumentException(
          "an input takes part in " + terms + " products, at most " + MOST_TERMS + " are exact");
    }
    return new TransposedLayer(layer, weights);
  }

  /**
   * The product.
   *
   * @param s residues, as many as the layer has outputs; read
   * @param t as many as the layer has inputs; overwritten with residues
   */
  void multiply(int[] s, int[] t) {
    if (s.length != layer.outputShape().elements() || t.length != layer.input().elements()) {
      throw new IllegalArgumentException("got " + s.length + " outputs, " + t.length + " inputs");
    }
    long[] sums = new long[t.length];
    if (layer instanceof Convolution convolution) {
      scatter(convolution, s, sums);
    } else if (layer instanceof Dense) {
      scatterRows(s, sums);
    }
    Modulus modulus = layer.modulus();
    for (int i = 0; i < t.length; i++) {
      t[i] = modulus.reduce(sums[i]);
      sums[i] = 0;
    }
  }

  private void scatterRows(int[] s, long[] sums) {
    for (int o = 0; o < s.length; o++) {
      long factor = s[o];
      int row = o * sums.length;
      for (int i = 0; i < sums.length; i++) {
        sums[i] += factor * weights[row + i];
      }
    }
  }

  private void scatter(Convolution convolution, int[] s, long[] sums) {
    Window window = convolution.window();
    int taps = window.kernelHeight() * window.kernelWidth();
    int perGroup = convolution.channelsPerGroup();
    int outputsPerGroup = convolution.outputChannels() / convolution.groups();
    int pixels = convolution.input().extent(2) * convolution.input().extent(3);
    int weight = 0;
    for (int channel = 0; channel < convolution.outputChannels(); channel++) {
      int firstInput = channel / outputsPerGroup * perGroup;
      for (int c = 0; c < perGroup; c++) {
        for (int tap = 0; tap < taps; tap++) {
          scatterPlane(
              convolution, s, channel, sums, (firstInput + c) * pixels, tap, weights[weight++]);
        }
      }
    }
  }

  /** One weight: the plane of an output channel onto the plane of an input channel. */
  private static void scatterPlane(
      Convolution convolution, int[] s, int channel, long[] sums, int plane, int tap, long weight) {
    Window window = convolution.window();
    int height = convolution.input().extent(2);
    int width = convolution.input().extent(3);
    var out = window.outputExtents(height, width);
    int down = tap / window.kernelWidth() * window.dilationHeight() - window.top();
    int across = tap % window.kernelWidth() * window.dilationWidth() - window.left();
    int stride = window.strideWidth();
    int first = across >= 0 ? 0 : (-across + stride - 1) / stride; // least column inside
    int end = Math.min(out.width(), Math.floorDiv(width - 1 - across, stride) + 1);
    for (int row = 0; row < out.height(); row++) {
      int y = row * window.strideHeight() + down;
      if (y < 0 || y >= height) {
        continue;
      }
      int from = (channel * out.height() + row) * out.width();
      int to = plane + y * width + across;
      for (int column = first; column < end; column++) {
        sums[to + column * stride] += weight * s[from + column];
      }
    }
  }
}
