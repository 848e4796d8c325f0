package io.edgeveil.core.layer;

/**
 * A run of floats in the bundle's {@code sensor.bin} (little-endian IEEE 754).
 *
 * @param offset index of the first float
 * @param count how many
 */
public record Constant(int offset, int count) {

  /**
   * Validates.
   *
   * @throws IllegalArgumentException if offset is negative, count below 1, or the end beyond an int
   */
  public Constant {
    if (offset < 0 || count < 1 || offset > Integer.MAX_VALUE - count) {
      throw new IllegalArgumentException("constant at " + offset + ", count " + count);
    }
  }
}
