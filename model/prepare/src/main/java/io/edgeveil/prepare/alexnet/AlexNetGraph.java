package io.edgeveil.prepare.alexnet;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.SplittableRandom;
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
import org.nd4j.shade.protobuf.UnsafeByteOperations;

/** Layers one after the other, as an ONNX graph. */
final class AlexNetGraph {
  private static final int IR_VERSION = 7;
  private static final int OPSET = 13;

  private final GraphProto.Builder graph = GraphProto.newBuilder();
  private final SplittableRandom random;
  private final Weights spread;
  private String last = "input";

  AlexNetGraph(String name, int side, long seed) {
    this(name, side, seed, Weights.LAPLACE);
  }

  AlexNetGraph(String name, int side, long seed, Weights spread) {
    this.spread = spread;
    graph.setName(name).addInput(tensor("input", 1, 3, side, side));
    random = new SplittableRandom(seed);
  }

  /** A convolution and its ReLU. */
  AlexNetGraph conv(String name, int in, int out, int kernel, int stride, int padding, int groups) {
    int perChannel = in / groups * kernel * kernel;
    weights(name, perChannel, out, in / groups, kernel, kernel);
    node("Conv", name, last, name + ".weight", name + ".bias")
        .addAttribute(ints("kernel_shape", kernel, kernel))
        .addAttribute(ints("strides", stride, stride))
        .addAttribute(ints("pads", padding, padding, padding, padding))
        .addAttribute(integer("group", groups));
    last = name;
    return relu(name);
  }

  AlexNetGraph maxPool(String name) {
    node("MaxPool", name, last)
        .addAttribute(ints("kernel_shape", 3, 3))
        .addAttribute(ints("strides", 2, 2));
    last = name;
    return this;
  }

  AlexNetGraph normalise(String name) {
    node("LRN", name, last)
        .addAttribute(integer("size", 5))
        .addAttribute(number("alpha", 1e-4f))
        .addAttribute(number("beta", 0.75f))
        .addAttribute(number("bias", 2));
    last = name;
    return this;
  }

  /** Three dense layers: 4096, 4096, 1000. */
  AlexNetGraph classifier(int inputs) {
    node("Flatten", "flatten", last).addAttribute(integer("axis", 1));
    last = "flatten";
    return dense("fc6", inputs, 4096)
        .relu("fc6")
        .dense("fc7", 4096, 4096)
        .relu("fc7")
        .dense("logits", 4096, 1000);
  }

  private AlexNetGraph dense(String name, int in, int out) {
    weights(name, in, out, in);
    node("Gemm", name, last, name + ".weight", name + ".bias").addAttribute(integer("transB", 1));
    last = name;
    return this;
  }

  private AlexNetGraph relu(String name) {
    node("Relu", name + ".relu", last);
    last = name + ".relu";
    return this;
  }

  ModelProto model() {
    return ModelProto.newBuilder()
        .setIrVersion(IR_VERSION)
        .setProducerName("edgeveil")
        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPSET))
        .setGraph(graph.addOutput(tensor(last, 1, 1000)))
        .build();
  }

  private NodeProto.Builder node(String operator, String name, String... inputs) {
    NodeProto.Builder node =
        graph.addNodeBuilder().setOpType(operator).setName(name).addOutput(name);
    for (String input : inputs) {
      node.addInput(input);
    }
    return node;
  }

  private void weights(String name, int fanIn, int... extents) {
    int count = 1;
    for (int extent : extents) {
      count *= extent;
    }
    // Variance 2 / fanIn, as for ReLU networks; a Laplace of scale b has variance 2 b², numbers
    // spread evenly over [-b, b) have b² / 3.
    ByteString drawn =
        spread == Weights.LAPLACE
            ? laplace(count, Math.sqrt(1.0 / fanIn))
            : uniform(count, Math.sqrt(6.0 / fanIn));
    addTensor(name + ".weight", drawn, extents);
    addTensor(name + ".bias", laplace(extents[0], 0.01), extents[0]);
  }

  private ByteString laplace(int count, double scale) {
    ByteBuffer bytes = ByteBuffer.allocate(count * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count; i++) {
      double uniform = random.nextDouble() - 0.5;
      double magnitude = -Math.log1p(-2 * Math.min(Math.abs(uniform), 0.4999999)) * scale;
      bytes.putFloat((float) Math.copySign(magnitude, uniform));
    }
    return UnsafeByteOperations.unsafeWrap(bytes.array());
  }

  private ByteString uniform(int count, double greatest) {
    ByteBuffer bytes = ByteBuffer.allocate(count * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count; i++) {
      bytes.putFloat((float) (random.nextDouble(-1, 1) * greatest));
    }
    return UnsafeByteOperations.unsafeWrap(bytes.array());
  }

  private void addTensor(String name, ByteString raw, int... extents) {
    TensorProto.Builder tensor =
        graph
            .addInitializerBuilder()
            .setName(name)
            .setDataType(TensorProto.DataType.FLOAT_VALUE)
            .setRawData(raw);
    for (int extent : extents) {
      tensor.addDims(extent);
    }
  }

  private static ValueInfoProto tensor(String name, int... extents) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (int extent : extents) {
      shape.addDimBuilder().setDimValue(extent);
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

  private static AttributeProto ints(String name, int... values) {
    AttributeProto.Builder attribute =
        AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INTS);
    for (int value : values) {
      attribute.addInts(value);
    }
    return attribute.build();
  }

  private static AttributeProto integer(String name, int value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INT)
        .setI(value)
        .build();
  }

  private static AttributeProto number(String name, float value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.FLOAT)
        .setF(value)
        .build();
  }
}
