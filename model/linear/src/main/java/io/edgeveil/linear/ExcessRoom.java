package io.edgeveil.linear;

/** Arrays of {@link Excess} that are reused, by one thread at a time. */
final class ExcessRoom {
  int[] lowPlanes = {};
  int[] highPlanes = {};
  int[] low = {};
  int[] high = {};

  /** Makes room for so many elements of planes, and sums as long as one of an output channel. */
  void reserve(int planes, int sums) {
    if (lowPlanes.length < planes) {
      lowPlanes = new int[planes];
      highPlanes = new int[planes];
    }
    if (low.length < sums) {
      low = new int[sums];
      high = new int[sums];
    }
  }
}
