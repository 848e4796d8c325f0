package io.edgeveil.core.network;

import io.edgeveil.core.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * Two tensors combined element by element, the smaller repeated along the axes it lacks, as in
 * NumPy: shapes are aligned at the innermost axis and an extent of 1 fits any other.
 */
final class Broadcast {
  private final int[] extents;
  private final int[] leftStrides;
  private final int[] rightStrides;
  private final int elements;

  private Broadcast(int[] extents, int[] leftStrides, int[] rightStrides, int elements) {
    this.extents = extents;
    this.leftStrides = leftStrides;
    this.rightStrides = rightStrides;
    this.elements = elements;
  }

  /** A function of two floats. */
  @FunctionalInterface
  interface Combination {
    float of(float left, float right);
  }

  /**
   * The shape both shapes fit.
   *
   * @throws IllegalArgumentException if there is none
   */
  static Shape shape(Shape left, Shape right) {
    int rank = Math.max(left.rank(), right.rank());
    List<Integer> extents = new ArrayList<>();
    for (int axis = -rank; axis < 0; axis++) {
      int a = -axis <= left.rank() ? left.extent(axis) : 1;
      int b = -axis <= right.rank() ? right.extent(axis) : 1;
      if (a != b && a != 1 && b != 1) {
        throw new IllegalArgumentException("cannot broadcast " + left + " and " + right);
      }
      extents.add(Math.max(a, b));
    }
    return new Shape(extents);
  }

  /** For tensors of these shapes; {@code output} is what {@link #shape} says. */
  static Broadcast of(Shape left, Shape right, Shape output) {
    return new Broadcast(
        output.extents().stream().mapToInt(Integer::intValue).toArray(),
        strides(left, output.rank()),
        strides(right, output.rank()),
        output.elements());
  }

  /** Row-major strides of an operand along the output's axes; 0 where it is repeated. */
  private static int[] strides(Shape operand, int rank) {
    int[] strides = new int[rank];
    int stride = 1;
    for (int axis = -1; axis >= -operand.rank(); axis--) {
      strides[rank + axis] = operand.extent(axis) == 1 ? 0 : stride;
      stride *= operand.extent(axis);
    }
    return strides;
  }

  /** A new array with the combination of each pair. */
  float[] combine(float[] left, float[] right, Combination combination) {
    float[] result = new float[elements];
    int rank = extents.length;
    int run = rank == 0 ? 1 : extents[rank - 1];
    int leftStep = rank == 0 ? 0 : leftStrides[rank - 1];
    int rightStep = rank == 0 ? 0 : rightStrides[rank - 1];
    int[] position = new int[rank];
    int l = 0;
    int r = 0;
    for (int at = 0; at < elements; at += run) {
      for (int i = 0; i < run; i++) {
        result[at + i] = combination.of(left[l + i * leftStep], right[r + i * rightStep]);
      }
      for (int axis = rank - 2; axis >= 0; axis--) {
        l += leftStrides[axis];
        r += rightStrides[axis];
        if (++position[axis] < extents[axis]) {
          break;
        }
        position[axis] = 0;
        l -= leftStrides[axis] * extents[axis];
        r -= rightStrides[axis] * extents[axis];
      }
    }
    return result;
  }
}
