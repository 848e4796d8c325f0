package io.edgeveil.prepare.onnx;

import io.edgeveil.core.tensor.Shape;
import java.util.List;
import java.util.Map;
import onnx.Onnx.AttributeProto;
import onnx.Onnx.NodeProto;

/** A node of the ONNX graph with the values of its inputs at hand. */
final class Node {
  private final NodeProto proto;
  private final int place;
  private final int opset;
  private final Map<String, Value> values;

  /**
   * Takes a node.
   *
   * @param place among the nodes of the file, from 0
   * @param opset version of the operator set
   * @param values every tensor known so far, by name
   */
  Node(NodeProto proto, int place, int opset, Map<String, Value> values) {
    this.proto = proto;
    this.place = place;
    this.opset = opset;
    this.values = values;
  }

  String operator() {
    return proto.getOpType();
  }

  int opset() {
    return opset;
  }

  /** What the exporter called it, or its output where it has no name. */
  String name() {
    return proto.getName().isEmpty() ? output() : proto.getName();
  }

  String output() {
    return proto.getOutputCount() == 0 ? "" : proto.getOutput(0);
  }

  List<String> inputNames() {
    return proto.getInputList();
  }

  List<String> outputNames() {
    return proto.getOutputList();
  }

  /** An exception that names this node and its operator. */
  OnnxException refusal(String why) {
    return new OnnxException(
        "node "
            + (proto.getName().isEmpty() ? "number " + place : Printable.of(proto.getName()))
            + " ("
            + Printable.of(operator()).replace("'", "")
            + "): "
            + why);
  }

  boolean has(int input) {
    return input < proto.getInputCount() && !proto.getInput(input).isEmpty();
  }

  Value value(int input) throws OnnxException {
    if (!has(input)) {
      throw refusal("input " + input + " is missing");
    }
    Value value = values.get(proto.getInput(input));
    if (value == null) {
      throw refusal(
          "reads " + Printable.of(proto.getInput(input)) + ", which no earlier node makes");
    }
    return value;
  }

  Activation activation(int input) throws OnnxException {
    if (value(input) instanceof Activation activation) {
      return activation;
    }
    throw refusal("input " + input + " must depend on the network's input, it is a constant");
  }

  Known known(int input) throws OnnxException {
    if (value(input) instanceof Known known) {
      return known;
    }
    throw refusal("input " + input + " must be a constant");
  }

  /** The activation, which must be {@code [1, C, H, W]}. */
  Activation image(int input) throws OnnxException {
    Activation activation = activation(input);
    if (activation.shape().rank() != 4 || activation.shape().extent(0) != 1) {
      throw refusal(
          "wants [1, C, H, W], got " + activation.shape() + "; only images are supported");
    }
    return activation;
  }

  /** The integers of an input, or null where the input is left out. */
  long[] optionalIntegers(int input) throws OnnxException {
    return has(input) ? known(input).integers() : null;
  }

  /** The only element of an input, or a default where the input is left out. */
  float scalar(int input, float otherwise) throws OnnxException {
    if (!has(input)) {
      return otherwise;
    }
    Known known = known(input);
    if (known.count() != 1) {
      throw refusal("input " + input + " must have one element, it has " + known.count());
    }
    return known.floats()[0];
  }

  /** The attribute, or null. */
  AttributeProto attribute(String name) {
    for (AttributeProto attribute : proto.getAttributeList()) {
      if (attribute.getName().equals(name)) {
        return attribute;
      }
    }
    return null;
  }

  long integer(String name, long otherwise) {
    AttributeProto attribute = attribute(name);
    return attribute == null ? otherwise : attribute.getI();
  }

  float number(String name, float otherwise) {
    AttributeProto attribute = attribute(name);
    return attribute == null ? otherwise : attribute.getF();
  }

  String text(String name, String otherwise) {
    AttributeProto attribute = attribute(name);
    return attribute == null ? otherwise : attribute.getS().toStringUtf8();
  }

  /** The integers of an attribute, or null. */
  long[] integers(String name) {
    AttributeProto attribute = attribute(name);
    return attribute == null
        ? null
        : attribute.getIntsList().stream().mapToLong(Long::longValue).toArray();
  }

  /** The axis an attribute names, negative ones counted from the innermost. */
  int axis(String name, long otherwise, int rank) throws OnnxException {
    return axis(integer(name, otherwise), rank);
  }

  int axis(long axis, int rank) throws OnnxException {
    if (axis < -rank || axis >= rank) {
      throw refusal("no axis " + axis + " among " + rank);
    }
    return (int) (axis < 0 ? axis + rank : axis);
  }

  /** A shape, refused where it cannot be. */
  Shape shape(int... extents) throws OnnxException {
    try {
      return Shape.of(extents);
    } catch (IllegalArgumentException e) {
      throw refusal(e.getMessage());
    }
  }
}
