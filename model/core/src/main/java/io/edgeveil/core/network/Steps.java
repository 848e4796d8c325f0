package io.edgeveil.core.network;

import io.edgeveil.core.layer.Constant;
import io.edgeveil.core.layer.Operation;
import io.edgeveil.core.tensor.Shape;
import java.util.List;

/** From an operation and its shapes, already checked by {@link OutputShapes}, to its step. */
final class Steps {
  private Steps() {}

  /**
   * The step of an operation that is not linear.
   *
   * @throws IllegalArgumentException if its constants do not fit
   */
  static Step of(Operation operation, List<Shape> inputs, Shape output, float[] constants) {
    Shape input = inputs.get(0);
    if (operation instanceof Operation.Relu) {
      return x -> Activations.relu(x[0]);
    } else if (operation instanceof Operation.LeakyRelu leaky) {
      return x -> Activations.leakyRelu(x[0], leaky.alpha());
    } else if (operation instanceof Operation.PRelu prelu) {
      float[] slope = read(prelu.slope(), prelu.slopeShape(), constants);
      Broadcast broadcast = Broadcast.of(input, prelu.slopeShape(), output);
      return x -> broadcast.combine(x[0], slope, (a, b) -> a < 0 ? a * b : a);
    } else if (operation instanceof Operation.Clip clip) {
      return x -> Activations.clip(x[0], clip.lowest(), clip.highest());
    } else if (operation instanceof Operation.Sigmoid) {
      return x -> Activations.sigmoid(x[0]);
    } else if (operation instanceof Operation.Tanh) {
      return x -> Activations.tanh(x[0]);
    } else if (operation instanceof Operation.MaxPool pool) {
      return x -> Pooling.max(pool.window(), input, x[0]);
    } else if (operation instanceof Operation.AveragePool pool) {
      return x -> Pooling.average(pool.window(), pool.countPadding(), input, x[0]);
    } else if (operation instanceof Operation.GlobalAveragePool) {
      return x -> Pooling.globalAverage(input, x[0]);
    } else if (operation instanceof Operation.Lrn lrn) {
      return x -> LocalResponse.normalise(lrn, input, x[0]);
    } else if (operation instanceof Operation.Softmax softmax) {
      return x -> Softmax.along(softmax.axis(), input, x[0]);
    }
    return combining(operation, inputs, output, constants);
  }

  private static Step combining(
      Operation operation, List<Shape> inputs, Shape output, float[] constants) {
    Shape input = inputs.get(0);
    if (operation instanceof Operation.Add) {
      Broadcast broadcast = Broadcast.of(input, inputs.get(1), output);
      return x -> broadcast.combine(x[0], x[1], Float::sum);
    } else if (operation instanceof Operation.Mul) {
      Broadcast broadcast = Broadcast.of(input, inputs.get(1), output);
      return x -> broadcast.combine(x[0], x[1], (a, b) -> a * b);
    } else if (operation instanceof Operation.AddConstant add) {
      float[] constant = read(add.constant(), add.constantShape(), constants);
      Broadcast broadcast = Broadcast.of(input, add.constantShape(), output);
      return x -> broadcast.combine(x[0], constant, Float::sum);
    } else if (operation instanceof Operation.MulConstant mul) {
      float[] constant = read(mul.constant(), mul.constantShape(), constants);
      Broadcast broadcast = Broadcast.of(input, mul.constantShape(), output);
      return x -> broadcast.combine(x[0], constant, (a, b) -> a * b);
    }
    return rearranging(operation, inputs, output);
  }

  private static Step rearranging(Operation operation, List<Shape> inputs, Shape output) {
    if (operation instanceof Operation.Concat concat) {
      return Rearrangement.concat(concat.axis(), inputs, output);
    } else if (operation instanceof Operation.Reshape) {
      return x -> x[0];
    } else if (operation instanceof Operation.Transpose transpose) {
      return Rearrangement.transpose(transpose.permutation(), inputs.get(0), output);
    } else if (operation instanceof Operation.Padding padding) {
      return Rearrangement.pad(padding, inputs.get(0), output);
    } else if (operation instanceof Operation.Slice slice) {
      return Rearrangement.slice(slice, inputs.get(0), output);
    }
    throw new AssertionError("no step for " + operation.getClass().getSimpleName());
  }

  private static float[] read(Constant constant, Shape shape, float[] constants) {
    return Constants.read(constant, constants, shape.elements());
  }
}
