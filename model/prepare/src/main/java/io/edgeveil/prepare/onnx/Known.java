package io.edgeveil.prepare.onnx;

import java.util.Arrays;

/**
 * A constant of an ONNX graph: floats, or integers that describe shapes and places.
 *
 * <p>The arrays are shared: nobody writes to them.
 */
final class Known implements Value {
  private final int[] extents;
  private final float[] floats; // null for integers
  private final long[] integers; // null for floats

  private Known(int[] extents, float[] floats, long[] integers) {
    this.extents = extents;
    this.floats = floats;
    this.integers = integers;
    if (count(extents) != (floats != null ? floats.length : integers.length)) {
      throw new IllegalArgumentException("values do not fit " + Arrays.toString(extents));
    }
  }

  static Known floats(int[] extents, float[] values) {
    return new Known(extents, values, null);
  }

  static Known integers(int[] extents, long[] values) {
    return new Known(extents, null, values);
  }

  static Known vector(long... values) {
    return integers(new int[] {values.length}, values);
  }

  /** How many elements these extents hold; 0 is possible. */
  static long count(int[] extents) {
    long count = 1;
    for (int extent : extents) {
      count = Math.multiplyExact(count, extent);
    }
    return count;
  }

  int[] extents() {
    return extents.clone();
  }

  int rank() {
    return extents.length;
  }

  int count() {
    return floats != null ? floats.length : integers.length;
  }

  boolean isFloat() {
    return floats != null;
  }

  /** The values, integers converted. */
  float[] floats() {
    if (floats != null) {
      return floats;
    }
    float[] converted = new float[integers.length];
    for (int i = 0; i < converted.length; i++) {
      converted[i] = integers[i];
    }
    return converted;
  }

  /** The values, floats cut. */
  long[] integers() {
    return integers != null ? integers : toIntegers(floats);
  }

  private static long[] toIntegers(float[] values) {
    long[] converted = new long[values.length];
    for (int i = 0; i < converted.length; i++) {
      converted[i] = (long) values[i];
    }
    return converted;
  }

  /** The same values in other extents. */
  Known reshaped(int[] other) {
    return new Known(other, floats, integers);
  }

  /** The values at these places, in these extents. */
  Known pick(int[] places, int[] other) {
    if (floats != null) {
      float[] picked = new float[places.length];
      for (int i = 0; i < picked.length; i++) {
        picked[i] = floats[places[i]];
      }
      return floats(other, picked);
    }
    long[] picked = new long[places.length];
    for (int i = 0; i < picked.length; i++) {
      picked[i] = integers[places[i]];
    }
    return integers(other, picked);
  }
}
