package io.edgeveil.linear;

import io.edgeveil.core.layer.Window;
import java.util.Arrays;

/**
 * The trial that shows whether a primitive multiplies limbs exactly with given weights, whatever
 * the processor claims about itself.
 *
 * <p>Without VNNI instructions, {@code vpmaddubsw} adds two products in 16 bits and saturates in
 * silence. So run the very primitive on an input that is the greatest limb M everywhere, once with
 * the weights max(W, 0) and once with min(W, 0), and compare every result with the exact sum. Where
 * that is exact, everything is: sums of weights of one sign are greatest in magnitude at M, losses
 * of one sign cannot cancel, and sums of both signs lie between the two.
 */
final class LimbProof {
  private LimbProof() {}

  static boolean holds(
      OneDnn.Product product,
      Geometry geometry,
      LimbWidth limbs,
      byte[] weights,
      OneDnnWorkspace workspace) {
    return isExactAtGreatest(product, geometry, limbs, oneSign(weights, 1), workspace)
        && isExactAtGreatest(product, geometry, limbs, oneSign(weights, -1), workspace);
  }

  private static byte[] oneSign(byte[] weights, int sign) {
    byte[] part = weights.clone();
    for (int i = 0; i < part.length; i++) {
      if (part[i] * sign < 0) {
        part[i] = 0;
      }
    }
    return part;
  }

  private static boolean isExactAtGreatest(
      OneDnn.Product product,
      Geometry geometry,
      LimbWidth limbs,
      byte[] weights,
      OneDnnWorkspace workspace) {
    var source = workspace.source.atLeast(product.sourceBytes());
    var destination = workspace.destination.atLeast(product.destinationBytes());
    var scratch = workspace.scratch.atLeast(product.scratchBytes());
    byte[] greatest = new byte[(int) product.sourceBytes()];
    Arrays.fill(greatest, (byte) limbs.greatest());
    source.put(greatest, 0, greatest.length);
    try (OneDnn.Packed packed = product.pack(weights, workspace.stream)) {
      product.multiply(packed, source, destination, scratch, workspace.stream);
    }
    int[] expected = expected(geometry, limbs.greatest(), weights);
    int[] image = new int[expected.length];
    long images = product.destinationBytes() / 4 / expected.length;
    for (long i = 0; i < images; i++) {
      workspace.destination.getInts(i * image.length, image, image.length);
      if (!Arrays.equals(image, expected)) {
        return false;
      }
    }
    return true;
  }

  /** The results for a constant image, {@code [OH, OW, OC]}: padding is all that differs. */
  private static int[] expected(Geometry geometry, int value, byte[] weights) {
    Window w = geometry.window();
    int outputs = geometry.outputChannels();
    int[] tapSums = tapSums(geometry, weights);
    int[] expected = new int[geometry.outputPixels() * outputs];
    int at = 0;
    for (int y = 0; y < geometry.outputHeight(); y++) {
      for (int x = 0; x < geometry.outputWidth(); x++, at += outputs) {
        for (int ky = 0; ky < w.kernelHeight(); ky++) {
          int iy = y * w.strideHeight() - w.top() + ky * w.dilationHeight();
          for (int kx = 0; kx < w.kernelWidth(); kx++) {
            int ix = x * w.strideWidth() - w.left() + kx * w.dilationWidth();
            if (iy >= 0 && iy < geometry.height() && ix >= 0 && ix < geometry.width()) {
              int tap = (ky * w.kernelWidth() + kx) * outputs;
              for (int o = 0; o < outputs; o++) {
                expected[at + o] += value * tapSums[tap + o];
              }
            }
          }
        }
      }
    }
    return expected;
  }

  /** Sums over the input channels, {@code [taps, OC]}. */
  private static int[] tapSums(Geometry geometry, byte[] weights) {
    int taps = geometry.taps();
    int outputs = geometry.outputChannels();
    int[] sums = new int[taps * outputs];
    int at = 0;
    for (int o = 0; o < outputs; o++) {
      for (int c = 0; c < geometry.rowLength() / taps; c++) {
        for (int tap = 0; tap < taps; tap++) {
          sums[tap * outputs + o] += weights[at++];
        }
      }
    }
    return sums;
  }
}
