package io.edgeveil.prepare.onnx;

import io.edgeveil.core.layer.Operation;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** The operators that can be imported, each with the layers it becomes. */
final class Operators {

  /** From a node to layers. */
  @FunctionalInterface
  interface Import {
    /** Adds layers for the node and says which tensor is its output. */
    Activation of(Node node, Graph graph) throws OnnxException;
  }

  private static final Map<String, Import> IMPORTS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("Conv", LinearOperators::conv),
              Map.entry("Gemm", LinearOperators::gemm),
              Map.entry("MatMul", LinearOperators::matMul),
              Map.entry("BatchNormalization", AffineOperators::batchNormalization),
              Map.entry("Add", AffineOperators::add),
              Map.entry("Mul", AffineOperators::mul),
              Map.entry("Relu", (node, graph) -> unary(node, graph, new Operation.Relu())),
              Map.entry("Sigmoid", (node, graph) -> unary(node, graph, new Operation.Sigmoid())),
              Map.entry("Tanh", (node, graph) -> unary(node, graph, new Operation.Tanh())),
              Map.entry("LeakyRelu", Operators::leakyRelu),
              Map.entry("PRelu", Operators::prelu),
              Map.entry("Clip", Operators::clip),
              Map.entry("LRN", Operators::lrn),
              Map.entry("MaxPool", PoolOperators::max),
              Map.entry("AveragePool", PoolOperators::average),
              Map.entry("GlobalAveragePool", PoolOperators::globalAverage),
              Map.entry("Concat", ShapeOperators::concat),
              Map.entry("Flatten", ShapeOperators::flatten),
              Map.entry("Reshape", ShapeOperators::reshape),
              Map.entry("Squeeze", ShapeOperators::squeeze),
              Map.entry("Unsqueeze", ShapeOperators::unsqueeze),
              Map.entry("Transpose", ShapeOperators::transpose),
              Map.entry("Pad", ShapeOperators::pad),
              Map.entry("Slice", ShapeOperators::slice),
              Map.entry("Softmax", ShapeOperators::softmax)));

  private Operators() {}

  /**
   * Imports a node that depends on the input tensor.
   *
   * @throws OnnxException if its operator is not supported, or not with these attributes
   */
  static Activation importNode(Node node, Graph graph) throws OnnxException {
    Import operator = IMPORTS.get(node.operator());
    if (operator == null) {
      throw node.refusal("this operator is not supported; supported: " + supported());
    }
    return operator.of(node, graph);
  }

  /** Names of all operators, sorted. */
  static String supported() {
    TreeSet<String> names = new TreeSet<>(IMPORTS.keySet());
    names.add("Dropout");
    names.add("Identity");
    return String.join(", ", names);
  }

  private static Activation unary(Node node, Graph graph, Operation operation)
      throws OnnxException {
    return graph.builder().add(node.name(), operation, node.activation(0));
  }

  private static Activation leakyRelu(Node node, Graph graph) throws OnnxException {
    return unary(node, graph, new Operation.LeakyRelu(node.number("alpha", 0.01f)));
  }

  private static Activation prelu(Node node, Graph graph) throws OnnxException {
    Known slope = node.known(1);
    return unary(
        node,
        graph,
        new Operation.PRelu(graph.builder().constant(slope.floats()), node.shape(slope.extents())));
  }

  private static Activation clip(Node node, Graph graph) throws OnnxException {
    boolean asInputs = node.opset() >= 11;
    float lowest =
        asInputs ? node.scalar(1, -Float.MAX_VALUE) : node.number("min", -Float.MAX_VALUE);
    float highest =
        asInputs ? node.scalar(2, Float.MAX_VALUE) : node.number("max", Float.MAX_VALUE);
    return unary(node, graph, new Operation.Clip(finite(lowest), finite(highest)));
  }

  private static float finite(float bound) {
    return Math.max(-Float.MAX_VALUE, Math.min(Float.MAX_VALUE, bound));
  }

  private static Activation lrn(Node node, Graph graph) throws OnnxException {
    Operation.Lrn lrn =
        new Operation.Lrn(
            Math.toIntExact(node.integer("size", 0)),
            node.number("alpha", 1e-4f),
            node.number("beta", 0.75f),
            node.number("bias", 1));
    return graph.builder().add(node.name(), lrn, node.image(0));
  }
}
