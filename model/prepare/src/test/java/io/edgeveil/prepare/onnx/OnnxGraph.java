package io.edgeveil.prepare.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import onnx.Onnx.AttributeProto;
import onnx.Onnx.GraphProto;
import onnx.Onnx.ModelProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.OperatorSetIdProto;
import onnx.Onnx.TensorProto;
import onnx.Onnx.TensorShapeProto;
import onnx.Onnx.TypeProto;
import onnx.Onnx.ValueInfoProto;
import org.nd4j.shade.protobuf.ByteString;

/** Small ONNX networks made in code. The input is called x. */
public final class OnnxGraph {
  private final GraphProto.Builder graph = GraphProto.newBuilder().setName("test");
  private final int opset;

  /** An input of these extents, -1 for a symbolic one. */
  public OnnxGraph(int opset, int... input) {
    this.opset = opset;
    graph.addInput(info("x", input));
  }

  /** One attribute. */
  public static AttributeProto ints(String name, long... values) {
    AttributeProto.Builder attribute =
        AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INTS);
    for (long value : values) {
      attribute.addInts(value);
    }
    return attribute.build();
  }

  /** One attribute. */
  public static AttributeProto integer(String name, long value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INT)
        .setI(value)
        .build();
  }

  /** One attribute. */
  public static AttributeProto number(String name, float value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.FLOAT)
        .setF(value)
        .build();
  }

  /** One attribute. */
  public static AttributeProto text(String name, String value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.STRING)
        .setS(ByteString.copyFromUtf8(value))
        .build();
  }

  /** An attribute of a Constant node. */
  public static AttributeProto tensor(String name, TensorProto value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.TENSOR)
        .setT(value)
        .build();
  }

  /** Adds a node; inputs are separated by blanks, "" stands for one that is left out. */
  public OnnxGraph node(
      String operator, String inputs, String output, AttributeProto... attributes) {
    graph.addNode(
        NodeProto.newBuilder()
            .setOpType(operator)
            .setName(name(operator))
            .addAllInput(inputs.isEmpty() ? List.of() : List.of(inputs.split(" ", -1)))
            .addOutput(output)
            .addAllAttribute(List.of(attributes)));
    return this;
  }

  private String name(String operator) {
    long before =
        graph.getNodeList().stream().filter(node -> node.getOpType().equals(operator)).count();
    return "the_" + operator + (before == 0 ? "" : "_" + (before + 1));
  }

  /** Stores floats as raw bytes. */
  public OnnxGraph floats(String name, int[] extents, float... values) {
    graph.addInitializer(floatTensor(name, extents, values));
    return this;
  }

  /** A tensor of floats as raw bytes. */
  public static TensorProto floatTensor(String name, int[] extents, float... values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(TensorProto.DataType.FLOAT_VALUE)
            .setRawData(ByteString.copyFrom(bytes));
    for (int extent : extents) {
      tensor.addDims(extent);
    }
    return tensor.build();
  }

  /** Stores a vector of integers as raw bytes. */
  public OnnxGraph integers(String name, long... values) {
    ByteBuffer bytes = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asLongBuffer().put(values);
    graph.addInitializer(
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(TensorProto.DataType.INT64_VALUE)
            .addDims(values.length)
            .setRawData(ByteString.copyFrom(bytes)));
    return this;
  }

  /** The graph under construction, for what has no method here. */
  public GraphProto.Builder raw() {
    return graph;
  }

  /** Names a graph input that is also an initialiser, as old exporters do. */
  public OnnxGraph alsoInput(String name, int... extents) {
    graph.addInput(info(name, extents));
    return this;
  }

  /** The model; its output may have any shape. */
  public ModelProto model(String output) {
    graph.addOutput(
        ValueInfoProto.newBuilder()
            .setName(output)
            .setType(
                TypeProto.newBuilder()
                    .setTensorType(
                        TypeProto.Tensor.newBuilder()
                            .setElemType(TensorProto.DataType.FLOAT_VALUE))));
    return ModelProto.newBuilder()
        .setIrVersion(8)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(opset))
        .setGraph(graph)
        .build();
  }

  private static ValueInfoProto info(String name, int... extents) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (int extent : extents) {
      if (extent < 0) {
        shape.addDimBuilder().setDimParam("N");
      } else {
        shape.addDimBuilder().setDimValue(extent);
      }
    }
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            TypeProto.newBuilder()
                .setTensorType(
                    TypeProto.Tensor.newBuilder()
                        .setElemType(TensorProto.DataType.FLOAT_VALUE)
                        .setShape(shape)))
        .build();
  }
}
