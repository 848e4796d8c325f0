package io.edgeveil.prepare.onnx;

import io.edgeveil.core.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** What ONNX says about extents, for constants and activations alike. */
final class ShapeRules {
  /** Most elements of a constant that is computed here, not read. */
  static final int MAX_COMPUTED = 1 << 26;

  private ShapeRules() {}

  /** The same extents, refused where they are too many or too large. */
  static int[] bounded(Node node, int[] extents) throws OnnxException {
    long count = 1;
    for (int extent : extents) {
      count *= extent;
      if (extent < 0 || count > MAX_COMPUTED) {
        throw node.refusal("a tensor of " + Arrays.toString(extents));
      }
    }
    return extents;
  }

  /** Integers of the file as extents. */
  static int[] extents(Node node, long[] values) throws OnnxException {
    int[] extents = new int[values.length];
    for (int axis = 0; axis < extents.length; axis++) {
      if (values[axis] < 0 || values[axis] > Shape.MAX_ELEMENTS) {
        throw node.refusal("a tensor of " + Arrays.toString(values));
      }
      extents[axis] = (int) values[axis];
    }
    return bounded(node, extents);
  }

  /** The extents a Reshape asks for, with its 0 and -1. */
  static long[] target(Node node) throws OnnxException {
    return node.known(1).integers().clone();
  }

  static int[] reshaped(Node node, int[] from, long[] target) throws OnnxException {
    long[] made = target.clone();
    int open = -1;
    long others = 1;
    for (int axis = 0; axis < made.length; axis++) {
      if (made[axis] == 0 && node.integer("allowzero", 0) == 0) {
        if (axis >= from.length) {
          throw node.refusal("copies an extent that is not there: " + Arrays.toString(target));
        }
        made[axis] = from[axis];
      }
      if (made[axis] == -1) {
        if (open >= 0) {
          throw node.refusal("leaves two extents open: " + Arrays.toString(target));
        }
        open = axis;
      } else if (made[axis] < 0 || made[axis] > Shape.MAX_ELEMENTS) {
        throw node.refusal("a tensor of " + Arrays.toString(target));
      } else {
        others = Math.min(others * made[axis], Long.MAX_VALUE >> 32);
      }
    }
    if (open >= 0) {
      made[open] = others == 0 ? 0 : Known.count(from) / others;
    }
    int[] extents = extents(node, made);
    if (Known.count(extents) != Known.count(from)) {
      throw node.refusal("cannot see " + Arrays.toString(from) + " as " + Arrays.toString(target));
    }
    return extents;
  }

  static int[] flattened(Node node, int[] from) throws OnnxException {
    long given = node.integer("axis", 1);
    int axis = given == from.length ? from.length : node.axis(given, from.length);
    int outer = (int) Known.count(Arrays.copyOf(from, axis));
    int inner = (int) Known.count(Arrays.copyOfRange(from, axis, from.length));
    return new int[] {outer, inner};
  }

  static int[] squeezed(Node node, int[] from) throws OnnxException {
    long[] axes = node.opset() >= 13 ? node.optionalIntegers(1) : node.integers("axes");
    List<Integer> kept = new ArrayList<>();
    SortedSet<Integer> dropped = axes(node, axes == null ? new long[0] : axes, from.length);
    for (int axis = 0; axis < from.length; axis++) {
      boolean drop = axes == null ? from[axis] == 1 : dropped.contains(axis);
      if (drop && from[axis] != 1) {
        throw node.refusal("squeezes an axis of extent " + from[axis]);
      }
      if (!drop) {
        kept.add(from[axis]);
      }
    }
    return kept.stream().mapToInt(i -> i).toArray();
  }

  static int[] unsqueezed(Node node, int[] from) throws OnnxException {
    long[] axes = node.opset() >= 13 ? node.known(1).integers() : node.integers("axes");
    if (axes == null || axes.length > 8) {
      throw node.refusal("the axes are missing or too many");
    }
    SortedSet<Integer> added = axes(node, axes, from.length + axes.length);
    List<Integer> made = new ArrayList<>();
    Arrays.stream(from).forEach(made::add);
    for (int axis : added) {
      made.add(axis, 1);
    }
    return made.stream().mapToInt(i -> i).toArray();
  }

  /** The axes named, each once, in order. */
  static SortedSet<Integer> axes(Node node, long[] axes, int rank) throws OnnxException {
    SortedSet<Integer> set = new TreeSet<>();
    for (long axis : axes) {
      if (!set.add(node.axis(axis, rank))) {
        throw node.refusal("names axis " + axis + " twice");
      }
    }
    return set;
  }

  /** The permutation of a Transpose; the axes reversed where it gives none. */
  static int[] permutation(Node node, int rank) throws OnnxException {
    long[] given = node.integers("perm");
    if (given == null) {
      List<Integer> reversed = new ArrayList<>();
      for (int axis = 0; axis < rank; axis++) {
        reversed.add(axis);
      }
      Collections.reverse(reversed);
      return reversed.stream().mapToInt(i -> i).toArray();
    }
    if (given.length != rank || axes(node, given, rank).size() != rank) {
      throw node.refusal(Arrays.toString(given) + " is no permutation of " + rank + " axes");
    }
    return Arrays.stream(given).mapToInt(axis -> (int) (axis < 0 ? axis + rank : axis)).toArray();
  }

  static int[] broadcast(Node node, int[] left, int[] right) throws OnnxException {
    int[] made = new int[Math.max(left.length, right.length)];
    for (int i = 1; i <= made.length; i++) {
      int a = i <= left.length ? left[left.length - i] : 1;
      int b = i <= right.length ? right[right.length - i] : 1;
      if (a != b && a != 1 && b != 1) {
        throw node.refusal(
            "cannot broadcast " + Arrays.toString(left) + " and " + Arrays.toString(right));
      }
      made[made.length - i] = a == 1 ? b : a;
    }
    return bounded(node, made);
  }
}
