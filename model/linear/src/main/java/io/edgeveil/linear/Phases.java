package io.edgeveil.linear;

import io.edgeveil.core.layer.Window;
import java.util.Arrays;

/**
 * How the pixels of an input channel are laid out in planes, one for each phase of the strides, so
 * that what a tap of the window contributes to an output channel is one stretch of a plane.
 */
final class Phases {
  private final Geometry layer;
  private final Window window;
  private final int rowsAbove; // of the topmost tap, in rows of a plane
  private final int columnsLeft;
  private final int planeHeight;
  private final int pitch;

  Phases(Geometry layer) {
    this.layer = layer;
    this.window = layer.window();
    this.rowsAbove = -Math.floorDiv(-window.top(), window.strideHeight());
    this.columnsLeft = -Math.floorDiv(-window.left(), window.strideWidth());
    int lowest = (window.kernelHeight() - 1) * window.dilationHeight() - window.top();
    int rightmost = (window.kernelWidth() - 1) * window.dilationWidth() - window.left();
    this.planeHeight =
        layer.outputHeight() + Math.floorDiv(lowest, window.strideHeight()) + rowsAbove;
    this.pitch = layer.outputWidth() + Math.floorDiv(rightmost, window.strideWidth()) + columnsLeft;
  }

  /** From one row of a plane, or of the sums, to the next. */
  int pitch() {
    return pitch;
  }

  int planeLength() {
    return planeHeight * pitch;
  }

  /** Elements of the sums of an output channel; those between the rows mean nothing. */
  int sumLength() {
    return (layer.outputHeight() - 1) * pitch + layer.outputWidth();
  }

  /** Phase of a tap in the direction of the rows. */
  int down(int tap) {
    return Math.floorMod(rowOffset(tap), window.strideHeight());
  }

  /** Phase of a tap in the direction of the columns. */
  int across(int tap) {
    return Math.floorMod(columnOffset(tap), window.strideWidth());
  }

  /** Where in its plane the stretch of a tap begins. */
  int start(int tap) {
    int row = Math.floorDiv(rowOffset(tap), window.strideHeight()) + rowsAbove;
    int column = Math.floorDiv(columnOffset(tap), window.strideWidth()) + columnsLeft;
    return row * pitch + column;
  }

  private int rowOffset(int tap) {
    return tap / window.kernelWidth() * window.dilationHeight() - window.top();
  }

  private int columnOffset(int tap) {
    return tap % window.kernelWidth() * window.dilationWidth() - window.left();
  }

  /**
   * Lays out one plane.
   *
   * @param pixels of the channel from {@code from} on; read
   * @param plane overwritten from {@code to} on
   */
  void layOut(int[] pixels, int from, int down, int across, int[] plane, int to) {
    Arrays.fill(plane, to, to + planeLength(), 0);
    int stride = window.strideWidth();
    int firstColumn = across - columnsLeft * stride; // of the input, under the plane's first
    int begin = Math.max(0, -Math.floorDiv(firstColumn, stride));
    int end = Math.min(pitch, Math.floorDiv(layer.width() - 1 - firstColumn, stride) + 1);
    for (int row = 0; row < planeHeight; row++) {
      int y = (row - rowsAbove) * window.strideHeight() + down;
      if (y >= 0 && y < layer.height()) {
        int source = from + y * layer.width() + firstColumn + begin * stride;
        copy(pixels, source, stride, plane, to + row * pitch + begin, end - begin);
      }
    }
  }

  private static void copy(int[] from, int first, int stride, int[] to, int at, int length) {
    if (stride == 1 && length > 0) {
      System.arraycopy(from, first, to, at, length);
      return;
    }
    for (int i = 0; i < length; i++) {
      to[at + i] = from[first + i * stride];
    }
  }
}
