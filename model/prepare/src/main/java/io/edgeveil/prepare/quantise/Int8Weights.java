package io.edgeveil.prepare.quantise;

/** The weights of one linear layer as int8, one scale per output channel, and their exact reach. */
final class Int8Weights {
  private static final int LEVELS = 127;

  private final byte[] values;
  private final float[] scales;

  private Int8Weights(byte[] values, float[] scales) {
    this.values = values;
    this.scales = scales;
  }

  /**
   * Quantises: the greatest magnitude of each row becomes 127.
   *
   * @param weights one row per output channel; read
   */
  static Int8Weights of(float[] weights, int channels) {
    byte[] values = new byte[weights.length];
    float[] scales = new float[channels];
    int row = weights.length / channels;
    for (int c = 0; c < channels; c++) {
      float greatest = 0;
      for (int i = c * row; i < (c + 1) * row; i++) {
        greatest = Math.max(greatest, Math.abs(weights[i]));
      }
      // A row of zeros, or as good as zeros, keeps a scale that can be divided by.
      scales[c] = greatest / LEVELS >= Float.MIN_NORMAL ? greatest / LEVELS : 1;
      for (int i = c * row; i < (c + 1) * row; i++) {
        int rounded = Math.round(weights[i] / scales[c]);
        values[i] = (byte) Math.max(-LEVELS, Math.min(LEVELS, rounded));
      }
    }
    return new Int8Weights(values, scales);
  }

  byte[] values() {
    return values;
  }

  float[] scales() {
    return scales;
  }

  /**
   * What W·x can be.
   *
   * @param lowest least over all rows, at most 0
   * @param highest greatest over all rows, at least 0
   * @param l1 greatest sum of magnitudes of a row
   */
  record Reach(long lowest, long highest, long l1) {}

  /** The exact reach for inputs in {@code [lowestInput, highestInput]}, which holds 0. */
  Reach reach(int lowestInput, int highestInput) {
    long lowest = 0;
    long highest = 0;
    long l1 = 0;
    int row = values.length / scales.length;
    for (int c = 0; c < scales.length; c++) {
      long positive = 0;
      long negative = 0;
      for (int i = c * row; i < (c + 1) * row; i++) {
        positive += Math.max(values[i], 0);
        negative += Math.min(values[i], 0);
      }
      lowest = Math.min(lowest, positive * lowestInput + negative * highestInput);
      highest = Math.max(highest, positive * highestInput + negative * lowestInput);
      l1 = Math.max(l1, positive - negative);
    }
    return new Reach(lowest, highest, l1);
  }
}
