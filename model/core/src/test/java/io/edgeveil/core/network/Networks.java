package io.edgeveil.core.network;

import io.edgeveil.core.layer.Constant;
import io.edgeveil.core.layer.Convolution;
import io.edgeveil.core.layer.Dense;
import io.edgeveil.core.layer.Layer;
import io.edgeveil.core.layer.Operation;
import io.edgeveil.core.layer.Quantisation;
import io.edgeveil.core.layer.Window;
import io.edgeveil.core.tensor.Shape;
import io.edgeveil.core.tensor.Tensor;
import java.util.List;

/** Small networks for the tests of this package. */
final class Networks {
  private Networks() {}

  /** What one operation makes of one input. */
  static Tensor apply(Operation operation, Shape shape, float... values) throws NetworkException {
    return apply(operation, shape, shape, new float[0], values);
  }

  /** The same with the shape of the output given, and constants. */
  static Tensor apply(
      Operation operation, Shape input, Shape output, float[] constants, float... values)
      throws NetworkException {
    Layer layer = new Layer("layer", operation, List.of("input"), "output", output);
    return Network.of("input", input, List.of(layer), "output", constants)
        .runInFloat(
            new Tensor(input, values),
            (linear, x) -> {
              throw new AssertionError("no linear layer here");
            });
  }

  /** 8 unsigned bits, scale 0.5; two weight scales at 0 and two biases at 2. */
  static Quantisation quantisation(int index) {
    return new Quantisation(
        index, 0.5f, 8, false, 16, -1000, 1000, 10, 0, new Constant(0, 2), new Constant(2, 2));
  }

  /** Two outputs of three inputs. */
  static Layer dense(int index, String name, String input, String output) {
    Dense dense = new Dense(Shape.of(1, 3), 2, quantisation(index));
    return new Layer(name, dense, List.of(input), output, Shape.of(1, 2));
  }

  /** Two channels of one, 2 x 2 window. */
  static Layer convolution(int index, String name, String input, String output, Shape shape) {
    Convolution convolution =
        new Convolution(shape, 2, Window.square(2, 1, 0), 1, quantisation(index));
    return new Layer(name, convolution, List.of(input), output, convolution.outputShape());
  }
}
