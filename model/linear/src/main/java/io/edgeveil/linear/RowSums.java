package io.edgeveil.linear;

/**
 * How far the rows of a weight matrix can carry a sum.
 *
 * @param greatestOneSided the greatest, over the rows, of the sum of the positive weights and that
 *     of the magnitudes of the negative ones
 * @param greatestL1 the greatest sum of all magnitudes of a row
 */
record RowSums(long greatestOneSided, long greatestL1) {

  /** Over whole rows of equal length, one after the other. */
  static RowSums of(int rows, byte[] weights) {
    int length = weights.length / rows;
    return of(rows, length, 0, length, weights);
  }

  /** Over the elements {@code [from, to)} of each row. */
  static RowSums of(int rows, int rowLength, int from, int to, byte[] weights) {
    long oneSided = 0;
    long l1 = 0;
    for (int row = 0; row < rows; row++) {
      long sum = 0;
      long magnitudes = 0;
      for (int i = row * rowLength + from; i < row * rowLength + to; i++) {
        sum += weights[i];
        magnitudes += Math.abs(weights[i]);
      }
      oneSided = Math.max(oneSided, (magnitudes + Math.abs(sum)) / 2);
      l1 = Math.max(l1, magnitudes);
    }
    return new RowSums(oneSided, l1);
  }
}
