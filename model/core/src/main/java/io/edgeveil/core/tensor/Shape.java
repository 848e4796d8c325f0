package io.edgeveil.core.tensor;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The extents of a tensor, outermost first; {@code [N, C, H, W]} for images.
 *
 * @param extents each at least 1; an empty list is a scalar
 */
public record Shape(List<Integer> extents) {

  /** Most elements a tensor may have: what one Java array holds, with room to spare. */
  public static final int MAX_ELEMENTS = 1 << 28;

  /**
   * Validates the extents.
   *
   * @throws IllegalArgumentException if an extent is below 1 or the element count above {@link
   *     #MAX_ELEMENTS}
   */
  public Shape {
    extents = List.copyOf(extents);
    long elements = 1;
    for (int extent : extents) {
      if (extent < 1) {
        throw new IllegalArgumentException("extents must be at least 1, got " + extents);
      }
      elements *= extent;
      if (elements > MAX_ELEMENTS) {
        throw new IllegalArgumentException(
            "at most " + MAX_ELEMENTS + " elements, got shape " + extents);
      }
    }
  }

  /** The shape with these extents, outermost first. */
  public static Shape of(int... extents) {
    return new Shape(java.util.Arrays.stream(extents).boxed().toList());
  }

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static Shape fromJson(List<Integer> extents) {
    return new Shape(extents);
  }

  @JsonValue
  List<Integer> toJson() {
    return extents;
  }

  /** How many extents. */
  public int rank() {
    return extents.size();
  }

  /** The extent of one axis; negative axes count from the innermost, as in NumPy and ONNX. */
  public int extent(int axis) {
    return extents.get(axis < 0 ? axis + rank() : axis);
  }

  /** Product of the extents. */
  public int elements() {
    int elements = 1;
    for (int extent : extents) {
      elements *= extent;
    }
    return elements;
  }

  /** For example {@code 1x3x224x224}; {@code scalar} for rank 0. */
  @Override
  public String toString() {
    return extents.isEmpty()
        ? "scalar"
        : extents.stream().map(String::valueOf).collect(Collectors.joining("x"));
  }
}
