package io.edgeveil.prepare.onnx;

import io.edgeveil.core.layer.Operation;
import io.edgeveil.core.layer.Window;

/** The pooling operators. */
final class PoolOperators {
  private PoolOperators() {}

  static Activation max(Node node, Graph graph) throws OnnxException {
    Activation input = node.image(0);
    Window window = WindowRule.of(node, input.shape(), WindowRule.kernel(node));
    if (node.integer("ceil_mode", 0) != 0) {
      window = WindowRule.ceiling(window, input.shape());
    }
    return graph.builder().add(node.name(), new Operation.MaxPool(window), input);
  }

  static Activation average(Node node, Graph graph) throws OnnxException {
    Activation input = node.image(0);
    Window window = WindowRule.of(node, input.shape(), WindowRule.kernel(node));
    boolean countPadding = node.integer("count_include_pad", 0) != 0;
    if (node.integer("ceil_mode", 0) != 0) {
      Window covering = WindowRule.ceiling(window, input.shape());
      if (countPadding && !covering.equals(window)) {
        throw node.refusal("ceil_mode together with count_include_pad is not supported");
      }
      window = covering;
    }
    return graph.builder().add(node.name(), new Operation.AveragePool(window, countPadding), input);
  }

  static Activation globalAverage(Node node, Graph graph) throws OnnxException {
    return graph.builder().add(node.name(), new Operation.GlobalAveragePool(), node.image(0));
  }
}
