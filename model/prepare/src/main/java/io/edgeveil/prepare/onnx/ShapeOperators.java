package io.edgeveil.prepare.onnx;

import io.edgeveil.core.layer.Operation;
import io.edgeveil.core.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Operators that see or arrange elements in another way, and Softmax, whose axis needs it. */
final class ShapeOperators {
  private ShapeOperators() {}

  static Activation concat(Node node, Graph graph) throws OnnxException {
    Activation[] inputs = new Activation[node.inputNames().size()];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = node.activation(i);
    }
    if (inputs.length == 0) {
      throw node.refusal("nothing to join");
    }
    int axis = node.axis("axis", 1, inputs[0].shape().rank());
    return graph.builder().add(node.name(), new Operation.Concat(axis), inputs);
  }

  static Activation flatten(Node node, Graph graph) throws OnnxException {
    Activation input = node.activation(0);
    return reshape(node, graph, input, ShapeRules.flattened(node, extents(input)));
  }

  static Activation reshape(Node node, Graph graph) throws OnnxException {
    Activation input = node.activation(0);
    long[] target = ShapeRules.target(node);
    // Where the file fixes a batch, its shapes name it; one picture at a time goes through.
    if (target.length > 0 && graph.batch() > 1 && target[0] == graph.batch()) {
      target[0] = 1;
    }
    return reshape(node, graph, input, ShapeRules.reshaped(node, extents(input), target));
  }

  static Activation squeeze(Node node, Graph graph) throws OnnxException {
    Activation input = node.activation(0);
    return reshape(node, graph, input, ShapeRules.squeezed(node, extents(input)));
  }

  static Activation unsqueeze(Node node, Graph graph) throws OnnxException {
    Activation input = node.activation(0);
    return reshape(node, graph, input, ShapeRules.unsqueezed(node, extents(input)));
  }

  private static Activation reshape(Node node, Graph graph, Activation input, int[] extents)
      throws OnnxException {
    return graph.builder().add(node.name(), new Operation.Reshape(), node.shape(extents), input);
  }

  static Activation transpose(Node node, Graph graph) throws OnnxException {
    Activation input = node.activation(0);
    int[] permutation = ShapeRules.permutation(node, input.shape().rank());
    Operation transpose = new Operation.Transpose(list(permutation));
    return graph.builder().add(node.name(), transpose, input);
  }

  static Activation pad(Node node, Graph graph) throws OnnxException {
    Activation input = node.activation(0);
    int rank = input.shape().rank();
    if (!node.text("mode", "constant").equals("constant")) {
      throw node.refusal("only mode constant is supported");
    }
    boolean asInputs = node.opset() >= 11;
    long[] pads = asInputs ? node.known(1).integers() : node.integers("pads");
    float value = asInputs ? node.scalar(2, 0) : node.number("value", 0);
    long[] axes = asInputs ? node.optionalIntegers(3) : null;
    int count = axes == null ? rank : axes.length;
    if (pads == null || pads.length != 2 * count || !Float.isFinite(value)) {
      throw node.refusal("wants a finite value and two pads per axis");
    }
    Integer[] before = new Integer[rank];
    Integer[] after = new Integer[rank];
    Arrays.fill(before, 0);
    Arrays.fill(after, 0);
    for (int i = 0; i < count; i++) {
      int axis = node.axis(axes == null ? i : axes[i], rank);
      if (pads[i] < 0 || pads[count + i] < 0) {
        throw node.refusal("negative pads are not supported");
      }
      before[axis] = Math.toIntExact(pads[i]);
      after[axis] = Math.toIntExact(pads[count + i]);
    }
    Operation padding = new Operation.Padding(List.of(before), List.of(after), value);
    return graph.builder().add(node.name(), padding, input);
  }

  static Activation slice(Node node, Graph graph) throws OnnxException {
    Activation input = node.activation(0);
    SliceRule rule = SliceRule.of(node, extents(input));
    Operation slice = new Operation.Slice(list(rule.starts()), list(rule.steps()));
    return graph.builder().add(node.name(), slice, node.shape(rule.counts()), input);
  }

  static Activation softmax(Node node, Graph graph) throws OnnxException {
    Activation input = node.activation(0);
    Shape shape = input.shape();
    if (node.opset() >= 13) {
      int axis = node.axis("axis", -1, shape.rank());
      return graph.builder().add(node.name(), new Operation.Softmax(axis), input);
    }
    // "Input does not need to explicitly be a 2D vector; rather, it will be coerced into one":
    // before version 13 the sum runs over the named axis and all that follow.
    int axis = node.axis("axis", 1, shape.rank());
    int[] matrix = ShapeRules.flattened(node, extents(input));
    if (matrix[1] == shape.extent(axis)) {
      return graph.builder().add(node.name(), new Operation.Softmax(axis), input);
    }
    ModelBuilder builder = graph.builder();
    Activation rows =
        builder.add(node.name() + "-rows", new Operation.Reshape(), node.shape(matrix), input);
    Activation normalised = builder.add(node.name(), new Operation.Softmax(1), rows);
    return builder.add(node.name() + "-shape", new Operation.Reshape(), shape, normalised);
  }

  private static int[] extents(Activation activation) {
    return activation.shape().extents().stream().mapToInt(i -> i).toArray();
  }

  private static List<Integer> list(int[] values) {
    List<Integer> list = new ArrayList<>();
    for (int value : values) {
      list.add(value);
    }
    return list;
  }
}
