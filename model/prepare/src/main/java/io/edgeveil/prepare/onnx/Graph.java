package io.edgeveil.prepare.onnx;

import java.util.HashMap;
import java.util.Map;

/** What an operator may ask about the graph around it. */
final class Graph {
  private final ModelBuilder builder;
  private final long batch;
  private final Map<String, Integer> readers;

  /**
   * A graph.
   *
   * @param batch the batch extent the file fixes, 1 where it leaves it open
   * @param readers how many inputs, and outputs of the graph, name each tensor
   */
  Graph(ModelBuilder builder, long batch, Map<String, Integer> readers) {
    this.builder = builder;
    this.batch = batch;
    this.readers = new HashMap<>(readers);
  }

  ModelBuilder builder() {
    return builder;
  }

  long batch() {
    return batch;
  }

  /** Whether no other node, and no output, reads what this input names. */
  boolean isOnlyReader(Node node, int input) {
    return readers.getOrDefault(node.inputNames().get(input), 0) == 1;
  }
}
