package io.edgeveil.core.network;

import io.edgeveil.core.layer.Window;
import io.edgeveil.core.tensor.Shape;

/** The elements of one axis that a window at one place covers, padding left out. */
final class Cover {
  final int first;
  final int end; // exclusive
  final int step;

  private Cover(int start, int kernel, int dilation, int extent) {
    int skipped = start < 0 ? (-start + dilation - 1) / dilation : 0;
    first = start + skipped * dilation;
    end = Math.min(extent, start + (kernel - 1) * dilation + 1);
    step = dilation;
  }

  /** The rows of each place, downwards, over a tensor {@code [1, C, H, W]}. */
  static Cover[] rows(Window window, Shape input) {
    int height = input.extent(2);
    Cover[] rows = new Cover[window.outputExtents(height, input.extent(3)).height()];
    for (int y = 0; y < rows.length; y++) {
      int start = y * window.strideHeight() - window.top();
      rows[y] = new Cover(start, window.kernelHeight(), window.dilationHeight(), height);
    }
    return rows;
  }

  /** The columns of each place, to the right. */
  static Cover[] columns(Window window, Shape input) {
    int width = input.extent(3);
    Cover[] columns = new Cover[window.outputExtents(input.extent(2), width).width()];
    for (int z = 0; z < columns.length; z++) {
      int start = z * window.strideWidth() - window.left();
      columns[z] = new Cover(start, window.kernelWidth(), window.dilationWidth(), width);
    }
    return columns;
  }

  /** Whether all of the window is padding there. */
  boolean isEmpty() {
    return first >= end;
  }
}
