package io.edgeveil.prepare.onnx;

/** Row-major places of elements in constants, for operators that only move elements. */
final class Places {
  private Places() {}

  static int[] strides(int[] extents) {
    int[] strides = new int[extents.length];
    int stride = 1;
    for (int axis = extents.length - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride *= extents[axis];
    }
    return strides;
  }

  /** For each element of a box of these extents, {@code start} plus its position along strides. */
  static int[] box(int[] extents, int start, int[] strides) {
    int[] places = new int[(int) Known.count(extents)];
    int[] position = new int[extents.length];
    int place = start;
    for (int i = 0; i < places.length; i++) {
      places[i] = place;
      for (int axis = extents.length - 1; axis >= 0; axis--) {
        place += strides[axis];
        if (++position[axis] < extents[axis]) {
          break;
        }
        place -= strides[axis] * extents[axis];
        position[axis] = 0;
      }
    }
    return places;
  }

  /** Strides of an operand along the axes of what it is broadcast to; 0 where it is repeated. */
  static int[] broadcast(int[] operand, int rank) {
    int[] own = strides(operand);
    int[] strides = new int[rank];
    for (int axis = 0; axis < operand.length; axis++) {
      strides[rank - operand.length + axis] = operand[axis] == 1 ? 0 : own[axis];
    }
    return strides;
  }
}
