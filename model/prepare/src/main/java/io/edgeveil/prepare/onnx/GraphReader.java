package io.edgeveil.prepare.onnx;

import io.edgeveil.core.tensor.Shape;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import onnx.Onnx.GraphProto;
import onnx.Onnx.ModelProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.OperatorSetIdProto;
import onnx.Onnx.TensorProto;
import onnx.Onnx.TensorShapeProto;
import onnx.Onnx.TypeProto;
import onnx.Onnx.ValueInfoProto;

/** Walks one ONNX graph from its input to its output. */
final class GraphReader {
  private static final int MIN_OPSET = 7; // before, broadcasting was another
  private static final int MAX_OPSET = 25;
  private static final int MAX_NODES = 100_000;
  private static final long MAX_COMPUTED_IN_ALL = 1L << 28;

  private final GraphProto graph;
  private final int opset;
  private final Map<String, Value> values = new HashMap<>();
  private final Map<String, Integer> readers = new HashMap<>();

  GraphReader(ModelProto model) throws OnnxException {
    this.graph = model.getGraph();
    this.opset = opset(model);
    if (graph.getNodeCount() > MAX_NODES) {
      throw new OnnxException(graph.getNodeCount() + " nodes, at most " + MAX_NODES);
    }
    if (graph.getSparseInitializerCount() > 0) {
      throw new OnnxException("sparse initialisers are not supported");
    }
  }

  private static int opset(ModelProto model) throws OnnxException {
    for (OperatorSetIdProto set : model.getOpsetImportList()) {
      if (isDefaultDomain(set.getDomain())) {
        if (set.getVersion() < MIN_OPSET || set.getVersion() > MAX_OPSET) {
          throw new OnnxException(
              "operator set version "
                  + set.getVersion()
                  + "; supported: "
                  + MIN_OPSET
                  + " to "
                  + MAX_OPSET);
        }
        return (int) set.getVersion();
      }
    }
    throw new OnnxException("the file names no version of the ONNX operator set");
  }

  private static boolean isDefaultDomain(String domain) {
    return domain.isEmpty() || domain.equals("ai.onnx");
  }

  Shape inputShape() throws OnnxException {
    Set<String> initialisers = new HashSet<>();
    graph.getInitializerList().forEach(tensor -> initialisers.add(tensor.getName()));
    return shape(input(initialisers));
  }

  FloatModel read() throws OnnxException {
    if (graph.getOutputCount() != 1) {
      throw new OnnxException(
          "the network has " + graph.getOutputCount() + " outputs, one is supported");
    }
    List<NodeProto> nodes = withoutAliases();
    String output = graph.getOutput(0).getName();
    BitSet needed = needed(nodes, aliased(output));
    countReaders(nodes, needed, aliased(output));
    for (TensorProto tensor : graph.getInitializerList()) {
      if (readers.containsKey(tensor.getName())) {
        values.put(tensor.getName(), TensorReader.read(tensor.getName(), tensor));
      }
    }
    Set<String> initialisers = new HashSet<>();
    graph.getInitializerList().forEach(tensor -> initialisers.add(tensor.getName()));
    ValueInfoProto input = input(initialisers);
    ModelBuilder builder = new ModelBuilder(shape(input));
    values.put(input.getName(), new Activation(ModelBuilder.INPUT, shape(input)));
    walk(nodes, needed, new Graph(builder, batch(input), readers));
    Value made = values.get(aliased(output));
    if (made instanceof Activation activation) {
      return builder.build(activation);
    }
    throw new OnnxException(
        made == null
            ? "no node makes the output " + Printable.of(output)
            : "the output " + Printable.of(output) + " does not depend on the input");
  }

  private void walk(List<NodeProto> nodes, BitSet needed, Graph around) throws OnnxException {
    long computed = 0;
    for (int place = needed.nextSetBit(0); place >= 0; place = needed.nextSetBit(place + 1)) {
      Node node = new Node(nodes.get(place), place, opset, values);
      try {
        if (!isDefaultDomain(nodes.get(place).getDomain())) {
          throw node.refusal(
              "operators of domain "
                  + Printable.of(nodes.get(place).getDomain())
                  + " are not supported; supported: "
                  + Operators.supported());
        }
        for (int i = 1; i < node.outputNames().size(); i++) {
          if (readers.containsKey(node.outputNames().get(i))) {
            throw node.refusal("its output " + i + " is read, only output 0 is supported");
          }
        }
        Known folded = Folding.fold(node);
        computed += folded == null ? 0 : folded.count();
        if (computed > MAX_COMPUTED_IN_ALL) {
          throw node.refusal("the constants to compute are too large");
        }
        Value made = folded != null ? folded : Operators.importNode(node, around);
        if (values.putIfAbsent(node.output(), made) != null) {
          throw node.refusal("makes " + Printable.of(node.output()) + ", which is there already");
        }
      } catch (IllegalArgumentException | ArithmeticException e) {
        throw node.refusal(e.getMessage());
      }
    }
  }

  private final Map<String, String> aliases = new HashMap<>();

  private String aliased(String name) {
    return aliases.getOrDefault(name, name);
  }

  /** The nodes with Identity and Dropout left out, and what read them reading their input. */
  private List<NodeProto> withoutAliases() {
    List<NodeProto> nodes = new ArrayList<>();
    for (NodeProto node : graph.getNodeList()) {
      NodeProto.Builder resolved = node.toBuilder();
      for (int i = 0; i < node.getInputCount(); i++) {
        resolved.setInput(i, aliased(node.getInput(i)));
      }
      boolean isAlias =
          isDefaultDomain(node.getDomain())
              && (node.getOpType().equals("Identity") || node.getOpType().equals("Dropout"))
              && node.getInputCount() >= 1
              && node.getOutputCount() >= 1;
      if (isAlias) {
        aliases.putIfAbsent(node.getOutput(0), resolved.getInput(0));
      } else {
        nodes.add(resolved.build());
      }
    }
    return nodes;
  }

  /** The nodes the output depends on. */
  private static BitSet needed(List<NodeProto> nodes, String output) {
    Map<String, Integer> makers = new HashMap<>();
    for (int place = 0; place < nodes.size(); place++) {
      for (String made : nodes.get(place).getOutputList()) {
        makers.putIfAbsent(made, place);
      }
    }
    BitSet needed = new BitSet();
    Deque<String> open = new ArrayDeque<>(List.of(output));
    while (!open.isEmpty()) {
      Integer maker = makers.get(open.pop());
      if (maker != null && !needed.get(maker)) {
        needed.set(maker);
        nodes.get(maker).getInputList().forEach(open::push);
      }
    }
    return needed;
  }

  private void countReaders(List<NodeProto> nodes, BitSet needed, String output) {
    readers.merge(output, 1, Integer::sum);
    needed.stream()
        .mapToObj(nodes::get)
        .flatMap(node -> node.getInputList().stream())
        .filter(name -> !name.isEmpty())
        .forEach(name -> readers.merge(name, 1, Integer::sum));
  }

  /** The one input that is no initialiser. */
  private ValueInfoProto input(Set<String> initialisers) throws OnnxException {
    List<ValueInfoProto> inputs =
        graph.getInputList().stream()
            .filter(candidate -> !initialisers.contains(candidate.getName()))
            .toList();
    if (inputs.size() != 1) {
      throw new OnnxException("the network has " + inputs.size() + " inputs, one is supported");
    }
    return inputs.get(0);
  }

  private static Shape shape(ValueInfoProto input) throws OnnxException {
    TypeProto.Tensor type = input.getType().getTensorType();
    String where = "input " + Printable.of(input.getName());
    if (type.getElemType() != TensorProto.DataType.FLOAT_VALUE) {
      throw new OnnxException(where + " must be a tensor of type FLOAT");
    }
    TensorShapeProto shape = type.getShape();
    if (shape.getDimCount() != 4) {
      throw new OnnxException(
          where + " has " + shape.getDimCount() + " axes, wanted are [N, C, H, W]");
    }
    int[] extents = {1, 0, 0, 0};
    for (int axis = 1; axis < 4; axis++) {
      long extent = shape.getDim(axis).getDimValue();
      if (extent < 1 || extent > Shape.MAX_ELEMENTS) {
        throw new OnnxException(where + ": only the batch may be left open, not axis " + axis);
      }
      extents[axis] = (int) extent;
    }
    try {
      return Shape.of(extents);
    } catch (IllegalArgumentException e) {
      throw new OnnxException(where + ": " + e.getMessage(), e);
    }
  }

  private static long batch(ValueInfoProto input) {
    return Math.max(1, input.getType().getTensorType().getShape().getDim(0).getDimValue());
  }
}
