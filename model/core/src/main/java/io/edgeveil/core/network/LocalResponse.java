package io.edgeveil.core.network;

import io.edgeveil.core.layer.Operation.Lrn;
import io.edgeveil.core.tensor.Shape;

/**
 * Local response normalisation across channels, as ONNX LRN has it: the window of channel c reaches
 * from {@code c - floor((size - 1) / 2)} to {@code c + ceil((size - 1) / 2)}.
 */
final class LocalResponse {
  private LocalResponse() {}

  /** A new array of the same shape {@code [1, C, H, W]}. */
  static float[] normalise(Lrn lrn, Shape input, float[] x) {
    int channels = input.extent(1);
    int perChannel = input.extent(2) * input.extent(3);
    int below = (lrn.size() - 1) / 2;
    int above = lrn.size() - 1 - below;
    double factor = (double) lrn.alpha() / lrn.size();
    float[] y = new float[x.length];
    for (int c = 0; c < channels; c++) {
      int first = Math.max(0, c - below);
      int last = Math.min(channels - 1, (int) Math.min(Integer.MAX_VALUE, (long) c + above));
      for (int i = 0; i < perChannel; i++) {
        double squares = 0;
        for (int other = first; other <= last; other++) {
          double value = x[other * perChannel + i];
          squares += value * value;
        }
        double base = lrn.bias() + factor * squares;
        y[c * perChannel + i] = (float) (x[c * perChannel + i] / power(base, lrn.beta()));
      }
    }
    return y;
  }

  /** The usual exponent by two square roots: exact on every platform, and many times faster. */
  private static double power(double base, float exponent) {
    if (exponent == 0.75f) {
      double root = Math.sqrt(base);
      return root * Math.sqrt(root);
    }
    return StrictMath.pow(base, exponent);
  }
}
