package io.edgeveil.prepare.onnx;

import io.edgeveil.core.layer.Operation;
import io.edgeveil.core.layer.Window;
import io.edgeveil.core.tensor.Shape;
import java.util.Arrays;

/** Conv, Gemm and MatMul: what the gateway will compute. */
final class LinearOperators {
  private LinearOperators() {}

  static Activation conv(Node node, Graph graph) throws OnnxException {
    Activation input = node.image(0);
    Known weights = node.known(1);
    if (weights.rank() != 4) {
      throw node.refusal(
          "weights have "
              + weights.rank()
              + " axes; only images, with weights [M, C / group, kH, kW], are supported");
    }
    int[] extents = weights.extents();
    int groups = Math.toIntExact(node.integer("group", 1));
    if (groups < 1 || (long) extents[1] * groups != input.shape().extent(1)) {
      throw node.refusal(
          "weights "
              + Arrays.toString(extents)
              + " in "
              + groups
              + " groups do not fit the input "
              + input.shape());
    }
    long[] kernel = {extents[2], extents[3]};
    long[] declared = node.integers("kernel_shape");
    if (declared != null && !Arrays.equals(declared, kernel)) {
      throw node.refusal("kernel_shape does not fit the weights");
    }
    Window window = WindowRule.of(node, input.shape(), kernel);
    float[] bias = bias(node, extents[0]);
    return graph
        .builder()
        .convolve(node.name(), input, window, groups, finite(node, weights.floats()), bias);
  }

  private static float[] bias(Node node, int channels) throws OnnxException {
    if (!node.has(2)) {
      return new float[channels];
    }
    Known bias = node.known(2);
    if (bias.count() != channels) {
      throw node.refusal("wants " + channels + " biases, got " + bias.count());
    }
    return finite(node, bias.floats()).clone();
  }

  static Activation gemm(Node node, Graph graph) throws OnnxException {
    Activation input = node.activation(0);
    Known weights = node.known(1);
    if (node.integer("transA", 0) != 0) {
      throw node.refusal("transA is not supported");
    }
    boolean transposed = node.integer("transB", 0) != 0;
    requireMatrix(node, input, weights, transposed ? 1 : 0);
    int outputs = weights.extents()[transposed ? 0 : 1];
    float[] rows =
        scaled(transposed ? weights.floats() : transpose(weights), node.number("alpha", 1));
    float[] bias = new float[outputs];
    if (node.has(2)) {
      Known addend = node.known(2);
      int[] extents = ShapeRules.broadcast(node, addend.extents(), new int[] {1, outputs});
      if (!Arrays.equals(extents, new int[] {1, outputs})) {
        throw node.refusal("C of extents " + Arrays.toString(addend.extents()));
      }
      int[] places = Places.box(extents, 0, Places.broadcast(addend.extents(), 2));
      for (int i = 0; i < outputs; i++) {
        bias[i] = finite(node, addend.floats())[places[i]] * node.number("beta", 1);
      }
    }
    return graph.builder().multiply(node.name(), input, finite(node, rows), bias);
  }

  static Activation matMul(Node node, Graph graph) throws OnnxException {
    Activation input = node.activation(0);
    Known weights = node.known(1);
    Shape shape = input.shape();
    int inner = shape.rank() == 0 ? 0 : shape.extent(-1);
    if (shape.rank() == 0 || shape.elements() != inner) {
      throw node.refusal("multiplies " + shape + "; only one row vector at a time is supported");
    }
    boolean plain = shape.rank() == 2;
    Activation row =
        plain
            ? input
            : graph
                .builder()
                .add(node.name() + "-row", new Operation.Reshape(), Shape.of(1, inner), input);
    requireMatrix(node, row, weights, 0);
    int outputs = weights.extents()[1];
    float[] rows = finite(node, transpose(weights));
    Activation product = graph.builder().multiply(node.name(), row, rows, new float[outputs]);
    if (plain) {
      return product;
    }
    int[] extents = shape.extents().stream().mapToInt(i -> i).toArray();
    extents[extents.length - 1] = outputs;
    return graph
        .builder()
        .add(node.name() + "-shape", new Operation.Reshape(), node.shape(extents), product);
  }

  private static void requireMatrix(Node node, Activation input, Known weights, int inputAxis)
      throws OnnxException {
    if (input.shape().rank() != 2 || input.shape().extent(0) != 1) {
      throw node.refusal("wants [1, inputs], got " + input.shape());
    }
    if (weights.rank() != 2 || weights.extents()[inputAxis] != input.shape().extent(1)) {
      throw node.refusal(
          "weights "
              + Arrays.toString(weights.extents())
              + " do not fit the input "
              + input.shape());
    }
  }

  /** From [inputs, outputs] to [outputs, inputs]. */
  private static float[] transpose(Known weights) {
    int inputs = weights.extents()[0];
    int outputs = weights.extents()[1];
    float[] columns = weights.floats();
    float[] rows = new float[columns.length];
    for (int o = 0; o < outputs; o++) {
      for (int i = 0; i < inputs; i++) {
        rows[o * inputs + i] = columns[i * outputs + o];
      }
    }
    return rows;
  }

  private static float[] scaled(float[] values, float factor) {
    if (factor == 1) {
      return values;
    }
    float[] scaled = new float[values.length];
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = values[i] * factor;
    }
    return scaled;
  }

  private static float[] finite(Node node, float[] values) throws OnnxException {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        throw node.refusal("a weight is not finite");
      }
    }
    return values;
  }
}
