package io.edgeveil.core.network;

import io.edgeveil.core.tensor.Shape;

/** {@code exp(x) / sum(exp(x))} along one axis, the greatest x subtracted first. */
final class Softmax {
  private Softmax() {}

  /** A new array of the same shape. */
  static float[] along(int axis, Shape input, float[] x) {
    int extent = input.extent(axis);
    int stride = 1;
    for (int inner = axis + 1; inner < input.rank(); inner++) {
      stride *= input.extent(inner);
    }
    float[] y = new float[x.length];
    for (int outer = 0; outer < x.length; outer += extent * stride) {
      for (int inner = 0; inner < stride; inner++) {
        normalise(x, y, outer + inner, extent, stride);
      }
    }
    return y;
  }

  private static void normalise(float[] x, float[] y, int from, int extent, int stride) {
    float greatest = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < extent; i++) {
      greatest = Math.max(greatest, x[from + i * stride]);
    }
    double[] powers = new double[extent];
    double sum = 0;
    for (int i = 0; i < extent; i++) {
      powers[i] = StrictMath.exp((double) x[from + i * stride] - greatest);
      sum += powers[i];
    }
    for (int i = 0; i < extent; i++) {
      y[from + i * stride] = (float) (powers[i] / sum);
    }
  }
}
