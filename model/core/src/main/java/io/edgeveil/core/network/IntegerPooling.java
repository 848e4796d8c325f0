package io.edgeveil.core.network;

import io.edgeveil.core.layer.Window;
import io.edgeveil.core.tensor.Shape;
import java.util.Arrays;

/**
 * Max pooling of integers of which no two differ by 2^31 or more, as the results of a linear layer
 * never do. Immutable.
 */
final class IntegerPooling {
  private final int width;
  private final int planeElements;
  private final Cover[] rows;
  private final Cover[] columns;

  /** Of a tensor {@code [1, C, H, W]}. */
  IntegerPooling(Window window, Shape input) {
    width = input.extent(3);
    planeElements = input.extent(2) * width;
    rows = Cover.rows(window, input);
    columns = Cover.columns(window, input);
  }

  /** Whether it can be done: there is an integer under every window. */
  static boolean fits(Window window, Shape input) {
    return input.rank() == 4
        && Arrays.stream(Cover.rows(window, input)).noneMatch(Cover::isEmpty)
        && Arrays.stream(Cover.columns(window, input)).noneMatch(Cover::isEmpty);
  }

  /** H'. */
  int rows() {
    return rows.length;
  }

  /** W'. */
  int columns() {
    return columns.length;
  }

  /** W. */
  int width() {
    return width;
  }

  /**
   * One row of one channel of the output.
   *
   * @param x the whole input, read
   * @param row of the output
   * @param greatest W long, overwritten
   * @param pooled W' long, overwritten with the row
   */
  void row(int[] x, int channel, int row, int[] greatest, int[] pooled) {
    Cover cover = rows[row];
    int plane = channel * planeElements;
    System.arraycopy(x, plane + cover.first * width, greatest, 0, width);
    for (int y = cover.first + cover.step; y < cover.end; y += cover.step) {
      raise(greatest, x, plane + y * width);
    }
    for (int z = 0; z < pooled.length; z++) {
      pooled[z] = greatest(greatest, columns[z]);
    }
  }

  /** Without a branch or Math.max, so that the loop becomes vector instructions. */
  private static void raise(int[] greatest, int[] x, int from) {
    for (int i = 0; i < greatest.length; i++) {
      int above = greatest[i] - x[from + i];
      greatest[i] -= above & (above >> 31);
    }
  }

  private static int greatest(int[] row, Cover column) {
    int most = row[column.first];
    for (int z = column.first + column.step; z < column.end; z += column.step) {
      most = Math.max(most, row[z]);
    }
    return most;
  }
}
