package io.edgeveil.linear;

import io.edgeveil.core.layer.Window;
import io.edgeveil.core.modulus.Modulus;

/**
 * A sparse matrix of small weights, multiplied one weight at a time along the rows of the output.
 *
 * <p>Exact range: moduli up to 2^24, so that a weight times a residue fits an int.
 */
final class Excess {
  /** Greatest k. */
  static final int MOST_BITS = 24;

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
   */
  void add(Modulus modulus, int[] residues, int from, int[] results, int to) {
    int perGroup = layer.channels() / layer.groups();
    int outputsPerGroup = layer.outputChannels() / layer.groups();
    int taps = layer.taps();
    for (int i = 0; i < places.length; i++) {
      int row = places[i] / (perGroup * taps);
      int channel = row / outputsPerGroup * perGroup + places[i] / taps % perGroup;
      add(
          modulus,
          values[i],
          places[i] % taps,
          residues,
          from + channel * layer.pixels(),
          results,
          to + row * layer.outputPixels());
    }
  }

  /** One weight: every output pixel whose tap lies inside the image. */
  private void add(
      Modulus modulus, int weight, int tap, int[] residues, int from, int[] results, int to) {
    Window w = layer.window();
    int y = tap / w.kernelWidth() * w.dilationHeight() - w.top();
    int x = tap % w.kernelWidth() * w.dilationWidth() - w.left();
    int firstRow = first(y, w.strideHeight());
    int endRow = end(y, w.strideHeight(), layer.height(), layer.outputHeight());
    int firstColumn = first(x, w.strideWidth());
    int length = end(x, w.strideWidth(), layer.width(), layer.outputWidth()) - firstColumn;
    for (int row = firstRow; row < endRow; row++) {
      int source =
          from + (row * w.strideHeight() + y) * layer.width() + firstColumn * w.strideWidth() + x;
      int target = to + row * layer.outputWidth() + firstColumn;
      if (w.strideWidth() == 1) {
        addRow(modulus, weight, residues, source, results, target, length);
      } else {
        addRow(modulus, weight, residues, source, w.strideWidth(), results, target, length);
      }
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

  /** The loop with neighbouring inputs, which the JIT makes vector code of. */
  private static void addRow(
      Modulus modulus, int weight, int[] x, int from, int[] y, int to, int length) {
    int k = modulus.bits();
    int p = modulus.prime();
    int mask = (1 << k) - 1;
    int c = (1 << k) - p;
    for (int i = 0; i < length; i++) {
      int product = weight * x[from + i]; // below 2^31 in magnitude
      int v = (product & mask) + (product >> k) * c + y[to + i]; // in (-p, 3p)
      v += (v >> 31) & p;
      v -= p;
      v += (v >> 31) & p;
      v -= p;
      y[to + i] = v + ((v >> 31) & p);
    }
  }

  private static void addRow(
      Modulus modulus, int weight, int[] x, int from, int stride, int[] y, int to, int length) {
    int k = modulus.bits();
    int p = modulus.prime();
    int mask = (1 << k) - 1;
    int c = (1 << k) - p;
    for (int i = 0; i < length; i++) {
      int product = weight * x[from + i * stride];
      int v = (product & mask) + (product >> k) * c + y[to + i];
      v += (v >> 31) & p;
      v -= p;
      v += (v >> 31) & p;
      v -= p;
      y[to + i] = v + ((v >> 31) & p);
    }
  }
}
