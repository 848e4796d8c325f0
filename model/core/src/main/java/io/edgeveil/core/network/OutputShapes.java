package io.edgeveil.core.network;

import io.edgeveil.core.layer.LinearOperation;
import io.edgeveil.core.layer.Operation;
import io.edgeveil.core.layer.Window;
import io.edgeveil.core.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/** The shape each operation makes of its inputs' shapes, and what it demands of them. */
public final class OutputShapes {
  private OutputShapes() {}

  /**
   * The shape of the output.
   *
   * @param inputs shapes of the inputs, in order
   * @param declared the layer's shape: the answer for reshape and slice, whose operation leaves it
   *     open, if it is a possible one; not read for the others
   * @throws IllegalArgumentException if the operation cannot be applied to these inputs
   */
  public static Shape of(Operation operation, List<Shape> inputs, Shape declared) {
    requireInputs(operation, inputs.size());
    Shape input = inputs.get(0);
    if (operation instanceof LinearOperation linear) {
      require(linear.input().equals(input), "wants " + linear.input() + ", got " + input);
      return linear.outputShape();
    } else if (operation instanceof Operation.MaxPool pool) {
      return pooled(pool.window(), input);
    } else if (operation instanceof Operation.AveragePool pool) {
      return pooled(pool.window(), input);
    } else if (operation instanceof Operation.GlobalAveragePool) {
      requireImage(input);
      return Shape.of(1, input.extent(1), 1, 1);
    } else if (operation instanceof Operation.Lrn lrn) {
      requireImage(input);
      require(lrn.size() >= 1, "size must be at least 1, got " + lrn.size());
      return input;
    } else if (operation instanceof Operation.Add || operation instanceof Operation.Mul) {
      return Broadcast.shape(input, inputs.get(1));
    } else if (operation instanceof Operation.AddConstant add) {
      return requireBroadcast(add.constantShape(), input);
    } else if (operation instanceof Operation.MulConstant mul) {
      return requireBroadcast(mul.constantShape(), input);
    } else if (operation instanceof Operation.PRelu prelu) {
      return requireBroadcast(prelu.slopeShape(), input);
    } else if (operation instanceof Operation.Concat concat) {
      return concatenated(concat.axis(), inputs);
    } else if (operation instanceof Operation.Reshape) {
      require(
          declared.elements() == input.elements(),
          "cannot see " + input + " as " + declared + ": another number of elements");
      return declared;
    } else if (operation instanceof Operation.Transpose transpose) {
      return transposed(transpose.permutation(), input);
    } else if (operation instanceof Operation.Padding padding) {
      return padded(padding, input);
    } else if (operation instanceof Operation.Slice slice) {
      return sliced(slice, input, declared);
    } else if (operation instanceof Operation.Softmax softmax) {
      requireAxis(softmax.axis(), input);
    }
    return input;
  }

  private static void requireInputs(Operation operation, int count) {
    if (operation instanceof Operation.Concat) {
      require(count >= 1, "wants at least one input");
      return;
    }
    int wanted = operation instanceof Operation.Add || operation instanceof Operation.Mul ? 2 : 1;
    require(count == wanted, "wants " + wanted + " inputs, got " + count);
  }

  private static Shape pooled(Window window, Shape input) {
    requireImage(input);
    Window.Extents extents = window.outputExtents(input.extent(2), input.extent(3));
    return Shape.of(1, input.extent(1), extents.height(), extents.width());
  }

  private static Shape requireBroadcast(Shape constant, Shape input) {
    require(
        Broadcast.shape(constant, input).equals(input),
        "cannot broadcast a constant of shape " + constant + " to " + input);
    return input;
  }

  private static Shape concatenated(int axis, List<Shape> inputs) {
    Shape first = inputs.get(0);
    requireAxis(axis, first);
    long sum = 0;
    for (Shape input : inputs) {
      require(
          input.rank() == first.rank() && with(input, axis, 1).equals(with(first, axis, 1)),
          "cannot join " + first + " and " + input + " along axis " + axis);
      sum += input.extent(axis);
    }
    require(sum <= Shape.MAX_ELEMENTS, "the joined axis is too long");
    return with(first, axis, (int) sum);
  }

  private static Shape with(Shape shape, int axis, int extent) {
    List<Integer> extents = new ArrayList<>(shape.extents());
    extents.set(axis, extent);
    return new Shape(extents);
  }

  private static Shape transposed(List<Integer> permutation, Shape input) {
    List<Integer> identity = new ArrayList<>();
    for (int axis = 0; axis < input.rank(); axis++) {
      identity.add(axis);
    }
    require(
        permutation.stream().sorted().toList().equals(identity),
        permutation + " is no permutation of the axes of " + input);
    return new Shape(permutation.stream().map(input::extent).toList());
  }

  private static Shape padded(Operation.Padding padding, Shape input) {
    require(
        padding.before().size() == input.rank() && padding.after().size() == input.rank(),
        "wants one number per axis of " + input);
    List<Integer> extents = new ArrayList<>();
    for (int axis = 0; axis < input.rank(); axis++) {
      int before = padding.before().get(axis);
      int after = padding.after().get(axis);
      require(before >= 0 && after >= 0, "padding must not be negative");
      long extent = (long) before + input.extent(axis) + after;
      require(extent <= Shape.MAX_ELEMENTS, "the padded axis is too long");
      extents.add((int) extent);
    }
    return new Shape(extents);
  }

  private static Shape sliced(Operation.Slice slice, Shape input, Shape declared) {
    require(
        slice.starts().size() == input.rank()
            && slice.steps().size() == input.rank()
            && declared.rank() == input.rank(),
        "wants one start, step and extent per axis of " + input);
    for (int axis = 0; axis < input.rank(); axis++) {
      long first = slice.starts().get(axis);
      long last = first + (declared.extent(axis) - 1L) * slice.steps().get(axis);
      require(slice.steps().get(axis) != 0, "steps must not be 0");
      require(
          Math.min(first, last) >= 0 && Math.max(first, last) < input.extent(axis),
          "runs from " + first + " to " + last + " on axis " + axis + " of " + input);
    }
    return declared;
  }

  private static void requireImage(Shape input) {
    require(input.rank() == 4 && input.extent(0) == 1, "wants [1, C, H, W], got " + input);
  }

  private static void requireAxis(int axis, Shape input) {
    require(axis >= 0 && axis < input.rank(), "no axis " + axis + " in " + input);
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
