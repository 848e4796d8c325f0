package io.edgeveil.prepare.onnx;

import io.edgeveil.core.layer.Operation;
import io.edgeveil.core.tensor.Shape;
import java.util.Arrays;

/**
 * BatchNormalization, Add and Mul. With constants that have one value per channel they are folded
 * into a linear layer right before, if nothing else reads its output; else they stay.
 */
final class AffineOperators {
  private AffineOperators() {}

  static Activation batchNormalization(Node node, Graph graph) throws OnnxException {
    Activation input = node.activation(0);
    if (input.shape().rank() < 2) {
      throw node.refusal("wants a channel axis, got " + input.shape());
    }
    if (node.integer("training_mode", 0) != 0 || node.integer("spatial", 1) != 1) {
      throw node.refusal("training_mode and spatial=0 are not supported");
    }
    int channels = input.shape().extent(1);
    float[][] parameters = new float[4][];
    for (int i = 0; i < 4; i++) {
      parameters[i] = node.known(i + 1).floats();
      if (parameters[i].length != channels) {
        throw node.refusal("wants " + channels + " parameters, got " + parameters[i].length);
      }
    }
    float epsilon = node.number("epsilon", 1e-5f);
    float[] scale = new float[channels];
    float[] shift = new float[channels];
    for (int c = 0; c < channels; c++) {
      double factor = parameters[0][c] / Math.sqrt((double) parameters[3][c] + epsilon);
      scale[c] = (float) factor;
      shift[c] = (float) (parameters[1][c] - parameters[2][c] * factor);
      if (!Float.isFinite(scale[c]) || !Float.isFinite(shift[c])) {
        throw node.refusal("variance " + parameters[3][c] + " of channel " + c);
      }
    }
    if (graph.isOnlyReader(node, 0) && graph.builder().fold(input, scale, shift)) {
      return input;
    }
    int[] extents = new int[input.shape().rank() - 1];
    Arrays.fill(extents, 1);
    extents[0] = channels;
    Shape shape = Shape.of(extents);
    ModelBuilder builder = graph.builder();
    Operation mul = new Operation.MulConstant(builder.constant(scale), shape);
    Operation add = new Operation.AddConstant(builder.constant(shift), shape);
    return builder.add(
        node.name() + "-shift", add, builder.add(node.name() + "-scale", mul, input));
  }

  static Activation add(Node node, Graph graph) throws OnnxException {
    int constantInput = constantInput(node);
    if (constantInput < 0) {
      return graph
          .builder()
          .add(node.name(), new Operation.Add(), node.activation(0), node.activation(1));
    }
    Activation input = node.activation(1 - constantInput);
    Known addend = finite(node, node.known(constantInput));
    float[] shift = perChannel(addend, input.shape());
    if (shift != null && graph.isOnlyReader(node, 1 - constantInput)) {
      float[] ones = new float[shift.length];
      Arrays.fill(ones, 1);
      if (graph.builder().fold(input, ones, shift)) {
        return input;
      }
    }
    Operation add =
        new Operation.AddConstant(
            graph.builder().constant(addend.floats()), node.shape(addend.extents()));
    return graph.builder().add(node.name(), add, input);
  }

  static Activation mul(Node node, Graph graph) throws OnnxException {
    int constantInput = constantInput(node);
    if (constantInput < 0) {
      return graph
          .builder()
          .add(node.name(), new Operation.Mul(), node.activation(0), node.activation(1));
    }
    Activation input = node.activation(1 - constantInput);
    Known factor = finite(node, node.known(constantInput));
    float[] scale = perChannel(factor, input.shape());
    if (scale != null
        && graph.isOnlyReader(node, 1 - constantInput)
        && graph.builder().fold(input, scale, new float[scale.length])) {
      return input;
    }
    Operation mul =
        new Operation.MulConstant(
            graph.builder().constant(factor.floats()), node.shape(factor.extents()));
    return graph.builder().add(node.name(), mul, input);
  }

  private static int constantInput(Node node) throws OnnxException {
    if (node.value(0) instanceof Known) {
      return 0;
    }
    return node.value(1) instanceof Known ? 1 : -1;
  }

  private static Known finite(Node node, Known known) throws OnnxException {
    for (float value : known.floats()) {
      if (!Float.isFinite(value)) {
        throw node.refusal("a constant is not finite");
      }
    }
    return known;
  }

  /** One value per channel of {@code [1, C, …]}, or null where the constant varies otherwise. */
  private static float[] perChannel(Known constant, Shape shape) {
    int[] extents = constant.extents();
    if (shape.rank() < 2 || extents.length > shape.rank()) {
      return null;
    }
    for (int i = 1; i <= extents.length; i++) {
      boolean isChannelAxis = shape.rank() - i == 1;
      int wanted = isChannelAxis ? shape.extent(1) : 1;
      if (extents[extents.length - i] != 1 && extents[extents.length - i] != wanted) {
        return null;
      }
    }
    float[] values = new float[shape.extent(1)];
    if (constant.count() == 1) {
      Arrays.fill(values, constant.floats()[0]);
      return values;
    }
    return constant.count() == values.length ? constant.floats() : null;
  }
}
