package io.edgeveil.core.image;

/**
 * One axis of a resize: for each output place, which input places count and how much.
 *
 * <p>The weights are a triangle as wide as two input places, or two output places where the picture
 * shrinks: bilinear interpolation upwards, a smooth area average downwards. Same extent in and out
 * copies exactly.
 */
final class Resampling {
  private final int[] firsts;
  private final float[][] weights;

  private Resampling(int[] firsts, float[][] weights) {
    this.firsts = firsts;
    this.weights = weights;
  }

  /**
   * The axis of {@code in} places resized to {@code out} places, of which {@code count} from {@code
   * offset} on are wanted.
   */
  static Resampling of(int in, long out, long offset, int count) {
    double ratio = (double) in / out;
    double reach = Math.max(ratio, 1);
    int[] firsts = new int[count];
    float[][] weights = new float[count][];
    for (int i = 0; i < count; i++) {
      double centre = (offset + i + 0.5) * ratio;
      int first = (int) Math.max(0, Math.floor(centre - reach + 0.5));
      int end = (int) Math.min(in, Math.floor(centre + reach + 0.5));
      double[] raw = new double[end - first];
      double sum = 0;
      for (int j = 0; j < raw.length; j++) {
        raw[j] = Math.max(0, 1 - Math.abs((first + j + 0.5 - centre) / reach));
        sum += raw[j];
      }
      firsts[i] = first;
      weights[i] = new float[raw.length];
      for (int j = 0; j < raw.length; j++) {
        weights[i][j] = (float) (raw[j] / sum);
      }
    }
    return new Resampling(firsts, weights);
  }

  int count() {
    return firsts.length;
  }

  /** First input place that counts for output place i. */
  int first(int i) {
    return firsts[i];
  }

  /** One after the last. */
  int end(int i) {
    return firsts[i] + weights[i].length;
  }

  /** Weights from {@link #first} on, summing to 1. */
  float[] weights(int i) {
    return weights[i];
  }
}
