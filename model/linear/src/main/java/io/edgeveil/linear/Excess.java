package io.edgeveil.linear;

import io.edgeveil.core.layer.Window;
import io.edgeveil.core.modulus.Modulus;
import java.util.Arrays;

/**
 * A sparse matrix of small weights, multiplied one weight at a time along the rows of the output.
 *
 * <p>Exact range: at most {@link #MOST_WEIGHTS} weights below 2^7 and moduli 2^k - c up to {@link
 * #MOST_BITS} bits, so that a sum folds (see {@link Recombination}) to less than {@code 2^k + 2^7 *
 * MOST_WEIGHTS * c}, below 2^30.
 */
final class Excess {
  /** Most weights. */
  static final int MOST_WEIGHTS = 1 << 16;

  /** Greatest k; c is at most 57 up to here. */
  static final int MOST_BITS = 28;

  private final Geometry layer;
  private final int[] places; // index of each weight in the dense matrix
  private final byte[] values;

  private Excess(Geometry layer, int[] places, byte[] values) {
    this.layer = layer;
    this.places = places;
    this.values = values;
  }

  /** What {@code all} has beyond {@code main}. */
  static Excess between(Geometry layer, byte[] all, byte[] main) {
    int count = 0;
    for (int i = 0; i < all.length; i++) {
      if (all[i] != main[i]) {
        count++;
      }
    }
    int[] places = new int[count];
    byte[] values = new byte[count];
    int at = 0;
    for (int i = 0; i < all.length; i++) {
      if (all[i] != main[i]) {
        places[at] = i;
        values[at++] = (byte) (all[i] - main[i]);
      }
    }
    return new Excess(layer, places, values);
  }

  /** How many weights. */
  int count() {
    return places.length;
  }

  /**
   * Adds this matrix times an input to an output.
   *
   * @param residues one input tensor from {@code from} on; read
   * @param results one output tensor from {@code to} on; read and overwritten, in [0, p)
   * @param sums at least as long as a channel of the output; overwritten
   */
  void add(Modulus modulus, int[] residues, int from, int[] results, int to, long[] sums) {
    int perGroup = layer.channels() / layer.groups();
    int outputsPerGroup = layer.outputChannels() / layer.groups();
    int taps = layer.taps();
    int pixels = layer.outputPixels();
    for (int i = 0; i < places.length; ) {
      int row = places[i] / (perGroup * taps);
      int end = (row + 1) * (perGroup * taps);
      Arrays.fill(sums, 0, pixels, 0);
      for (; i < places.length && places[i] < end; i++) {
        int channel = row / outputsPerGroup * perGroup + places[i] / taps % perGroup;
        add(values[i], places[i] % taps, residues, from + channel * layer.pixels(), sums);
      }
      reduce(modulus, sums, results, to + row * pixels, pixels);
    }
  }

  /** One weight: every output pixel whose tap lies inside the image. */
  private void add(int weight, int tap, int[] residues, int from, long[] sums) {
    Window w = layer.window();
    int width = layer.width();
    int outputWidth = layer.outputWidth();
    int y = tap / w.kernelWidth() * w.dilationHeight() - w.top();
    int x = tap % w.kernelWidth() * w.dilationWidth() - w.left();
    int endRow = end(y, w.strideHeight(), layer.height(), layer.outputHeight());
    int firstColumn = first(x, w.strideWidth());
    int length = end(x, w.strideWidth(), width, outputWidth) - firstColumn;
    for (int row = first(y, w.strideHeight()); row < endRow; row++) {
      int source = from + (row * w.strideHeight() + y) * width + firstColumn * w.strideWidth() + x;
      addRow(
          weight, residues, source, w.strideWidth(), sums, row * outputWidth + firstColumn, length);
    }
  }

  private static void addRow(
      long weight, int[] x, int from, int stride, long[] sums, int to, int length) {
    for (int i = 0; i < length; i++) {
      sums[to + i] += weight * x[from + i * stride];
    }
  }

  /** Adds the sums to residues: one fold brings a sum into an int, two more below 2p. */
  private static void reduce(Modulus modulus, long[] sums, int[] results, int to, int length) {
    int k = modulus.bits();
    int p = modulus.prime();
    int mask = (1 << k) - 1;
    int c = (1 << k) - p;
    for (int i = 0; i < length; i++) {
      results[to + i] += ((int) sums[i] & mask) + (int) (sums[i] >> k) * c;
    }
    for (int i = to; i < to + length; i++) {
      int v = results[i];
      v = (v & mask) + (v >> k) * c;
      v = (v & mask) + (v >> k) * c;
      v += (v >> 31) & p;
      v -= p;
      results[i] = v + ((v >> 31) & p);
    }
  }

  /** First output place whose input, {@code place * stride + offset}, is not negative. */
  private static int first(int offset, int stride) {
    return offset >= 0 ? 0 : (-offset + stride - 1) / stride;
  }

  /** Past the last output place whose input is below {@code extent}. */
  private static int end(int offset, int stride, int extent, int outputs) {
    return Math.min(outputs, Math.floorDiv(extent - 1 - offset, stride) + 1);
  }
}
