package io.edgeveil.prepare.onnx;

import java.util.Arrays;

/**
 * What a Slice node takes, per axis: starts inside the axis, steps, and how many elements (0 is
 * possible).
 */
final class SliceRule {
  private final int[] starts;
  private final int[] steps;
  private final int[] counts;

  private SliceRule(int[] starts, int[] steps, int[] counts) {
    this.starts = starts;
    this.steps = steps;
    this.counts = counts;
  }

  int[] starts() {
    return starts;
  }

  int[] steps() {
    return steps;
  }

  int[] counts() {
    return counts;
  }

  /**
   * Reads the node.
   *
   * @param extents of the tensor that is sliced
   */
  static SliceRule of(Node node, int[] extents) throws OnnxException {
    boolean asInputs = node.opset() >= 10;
    long[] from = asInputs ? node.known(1).integers() : node.integers("starts");
    long[] to = asInputs ? node.known(2).integers() : node.integers("ends");
    long[] axes = asInputs ? node.optionalIntegers(3) : node.integers("axes");
    long[] by = asInputs ? node.optionalIntegers(4) : null;
    if (from == null || to == null || from.length != to.length) {
      throw node.refusal("starts and ends do not go together");
    }
    if ((axes != null && axes.length != from.length) || (by != null && by.length != from.length)) {
      throw node.refusal("axes or steps do not go with starts");
    }
    int[] starts = new int[extents.length];
    int[] steps = new int[extents.length];
    Arrays.fill(steps, 1);
    int[] counts = extents.clone();
    for (int i = 0; i < from.length; i++) {
      int axis = node.axis(axes == null ? i : axes[i], extents.length);
      long step = by == null ? 1 : by[i];
      if (step == 0 || Math.abs(step) > Integer.MAX_VALUE) {
        throw node.refusal("a step of " + step);
      }
      int extent = extents[axis];
      long start = clamp(from[i], extent, 0, step > 0 ? extent : extent - 1);
      long end = clamp(to[i], extent, step > 0 ? 0 : -1, step > 0 ? extent : extent - 1);
      long span = step > 0 ? end - start : start - end;
      long size = Math.abs(step);
      counts[axis] = (int) Math.max(0, (span + size - 1) / size);
      starts[axis] = (int) start;
      steps[axis] = (int) step;
    }
    return new SliceRule(starts, steps, counts);
  }

  private static long clamp(long place, int extent, long least, long greatest) {
    long counted = place < 0 && place >= -(long) Integer.MAX_VALUE ? place + extent : place;
    return Math.max(least, Math.min(greatest, counted));
  }
}
