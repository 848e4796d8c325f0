package io.edgeveil.core.network;

import io.edgeveil.core.layer.Operation;
import io.edgeveil.core.tensor.Shape;
import java.util.Arrays;
import java.util.List;

/** Operations that only move elements: each is a copy from one strided box to another. */
final class Rearrangement {
  private Rearrangement() {}

  static Step concat(int axis, List<Shape> inputs, Shape output) {
    int[] to = strides(output);
    return x -> {
      float[] y = new float[output.elements()];
      int at = 0;
      for (int i = 0; i < x.length; i++) {
        Shape input = inputs.get(i);
        copy(extents(input), x[i], 0, strides(input), y, at * to[axis], to);
        at += input.extent(axis);
      }
      return y;
    };
  }

  static Step transpose(List<Integer> permutation, Shape input, Shape output) {
    int[] strides = strides(input);
    int[] from = permutation.stream().mapToInt(axis -> strides[axis]).toArray();
    return x -> {
      float[] y = new float[output.elements()];
      copy(extents(output), x[0], 0, from, y, 0, strides(output));
      return y;
    };
  }

  static Step pad(Operation.Padding padding, Shape input, Shape output) {
    int[] to = strides(output);
    int start = dot(padding.before(), to);
    return x -> {
      float[] y = new float[output.elements()];
      Arrays.fill(y, padding.value());
      copy(extents(input), x[0], 0, strides(input), y, start, to);
      return y;
    };
  }

  static Step slice(Operation.Slice slice, Shape input, Shape output) {
    int[] from = strides(input);
    int start = dot(slice.starts(), from);
    for (int axis = 0; axis < from.length; axis++) {
      // An axis of one element takes no step, so a step of any size does no harm.
      from[axis] = output.extent(axis) == 1 ? 0 : from[axis] * slice.steps().get(axis);
    }
    return x -> {
      float[] y = new float[output.elements()];
      copy(extents(output), x[0], start, from, y, 0, strides(output));
      return y;
    };
  }

  private static void copy(
      int[] extents, float[] x, int xAt, int[] xStrides, float[] y, int yAt, int[] yStrides) {
    copy(extents, 0, x, xAt, xStrides, y, yAt, yStrides);
  }

  private static void copy(
      int[] extents,
      int axis,
      float[] x,
      int xAt,
      int[] xStrides,
      float[] y,
      int yAt,
      int[] yStrides) {
    if (axis == extents.length) {
      y[yAt] = x[xAt];
      return;
    }
    if (axis == extents.length - 1 && xStrides[axis] == 1 && yStrides[axis] == 1) {
      System.arraycopy(x, xAt, y, yAt, extents[axis]);
      return;
    }
    for (int i = 0; i < extents[axis]; i++) {
      copy(
          extents,
          axis + 1,
          x,
          xAt + i * xStrides[axis],
          xStrides,
          y,
          yAt + i * yStrides[axis],
          yStrides);
    }
  }

  private static int dot(List<Integer> positions, int[] strides) {
    int sum = 0;
    for (int axis = 0; axis < strides.length; axis++) {
      sum += positions.get(axis) * strides[axis];
    }
    return sum;
  }

  private static int[] extents(Shape shape) {
    return shape.extents().stream().mapToInt(Integer::intValue).toArray();
  }

  private static int[] strides(Shape shape) {
    int[] strides = new int[shape.rank()];
    int stride = 1;
    for (int axis = strides.length - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride *= shape.extent(axis);
    }
    return strides;
  }
}
