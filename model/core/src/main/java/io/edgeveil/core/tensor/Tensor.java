package io.edgeveil.core.tensor;

/**
 * A float tensor: a shape and its values in row-major order.
 *
 * <p>On the sensor this holds unmasked activations, so it never prints its values. The array is
 * shared, not copied: whoever hands out a tensor gives up writing to it.
 */
public final class Tensor {
  private final Shape shape;
  private final float[] values;

  /**
   * Wraps an array.
   *
   * @param values row-major, retained, exactly {@code shape.elements()} long
   * @throws IllegalArgumentException if the length does not fit the shape
   */
  public Tensor(Shape shape, float[] values) {
    if (values.length != shape.elements()) {
      throw new IllegalArgumentException(
          "shape " + shape + " wants " + shape.elements() + " values, got " + values.length);
    }
    this.shape = shape;
    this.values = values;
  }

  /** The extents. */
  public Shape shape() {
    return shape;
  }

  /** The live array, row-major; read only by convention. */
  public float[] values() {
    return values;
  }

  /** The same values under another shape of as many elements. */
  public Tensor reshaped(Shape other) {
    return new Tensor(other, values);
  }

  @Override
  public String toString() {
    return "Tensor[" + shape + "]";
  }
}
