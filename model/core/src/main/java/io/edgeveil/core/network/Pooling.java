package io.edgeveil.core.network;

import io.edgeveil.core.layer.Window;
import io.edgeveil.core.tensor.Shape;

/** Reductions over windows of one channel. Shapes are {@code [1, C, H, W]}. */
final class Pooling {
  private Pooling() {}

  /** The greatest element under each window; the least float where all of it is padding. */
  static float[] max(Window window, Shape input, float[] x) {
    int width = input.extent(3);
    return slide(
        window,
        input,
        x,
        (plane, rows, columns) -> {
          float greatest = -Float.MAX_VALUE;
          for (int y = rows.first; y < rows.end; y += rows.step) {
            for (int z = columns.first; z < columns.end; z += columns.step) {
              greatest = Math.max(greatest, x[plane + y * width + z]);
            }
          }
          return greatest;
        });
  }

  /** The mean under each window; 0 where all of it is padding. */
  static float[] average(Window window, boolean countPadding, Shape input, float[] x) {
    int width = input.extent(3);
    int all = window.kernelHeight() * window.kernelWidth();
    return slide(
        window,
        input,
        x,
        (plane, rows, columns) -> {
          double sum = 0;
          int count = 0;
          for (int y = rows.first; y < rows.end; y += rows.step) {
            for (int z = columns.first; z < columns.end; z += columns.step) {
              sum += x[plane + y * width + z];
              count++;
            }
          }
          return (float) (sum / (countPadding ? all : Math.max(count, 1)));
        });
  }

  /** The mean of each channel. */
  static float[] globalAverage(Shape input, float[] x) {
    int perChannel = input.extent(2) * input.extent(3);
    float[] means = new float[input.extent(1)];
    for (int c = 0; c < means.length; c++) {
      double sum = 0;
      for (int i = c * perChannel; i < (c + 1) * perChannel; i++) {
        sum += x[i];
      }
      means[c] = (float) (sum / perChannel);
    }
    return means;
  }

  @FunctionalInterface
  private interface Reduction {
    /** The output element of the window over these rows and columns of the plane. */
    float of(int plane, Cover rows, Cover columns);
  }

  private static float[] slide(Window window, Shape input, float[] x, Reduction reduction) {
    int height = input.extent(2);
    int width = input.extent(3);
    Cover[] rows = Cover.rows(window, input);
    Cover[] columns = Cover.columns(window, input);
    float[] result = new float[input.extent(1) * rows.length * columns.length];
    int at = 0;
    for (int plane = 0; plane < x.length; plane += height * width) {
      for (Cover row : rows) {
        for (Cover column : columns) {
          result[at++] = reduction.of(plane, row, column);
        }
      }
    }
    return result;
  }
}
