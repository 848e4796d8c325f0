package io.edgeveil.prepare.onnx;

import static io.edgeveil.prepare.onnx.OnnxGraph.integer;
import static io.edgeveil.prepare.onnx.OnnxGraph.ints;
import static io.edgeveil.prepare.onnx.OnnxGraph.number;
import static org.assertj.core.api.Assertions.assertThat;

import io.edgeveil.core.layer.Layer;
import io.edgeveil.core.tensor.Shape;
import java.util.List;
import onnx.Onnx.AttributeProto;
import org.junit.jupiter.api.Test;

/** Every operator but the windows against onnxruntime. */
class OperatorsTest {
  private static final int[] INPUT = {1, 3, 4, 5};

  private static FloatModel assertSame(
      int opset, String operator, String inputs, AttributeProto... attributes) throws Exception {
    return FloatAgreement.assertSame(
        constants(new OnnxGraph(opset, INPUT)).node(operator, inputs, "y", attributes).model("y"),
        operator.hashCode());
  }

  /** Constants under names that say their shape or value. */
  private static OnnxGraph constants(OnnxGraph graph) {
    return graph
        .floats("c311", new int[] {3, 1, 1}, 0.5f, -2, 1.5f)
        .floats("c1311", new int[] {1, 3, 1, 1}, 0.5f, -2, 1.5f)
        .floats("c5", new int[] {5}, 1, 2, 3, 4, 5)
        .floats("scalar", new int[] {}, 0.25f)
        .floats("minus", new int[] {}, -0.3f)
        .floats("weights", new int[] {60, 7}, FloatAgreement.random(420, 9))
        .floats("transposed", new int[] {7, 60}, FloatAgreement.random(420, 10))
        .floats("bias", new int[] {7}, FloatAgreement.random(7, 11))
        .integers("axes", 2, -1)
        .integers("first", 0)
        .integers("shape", 0, -1, 2)
        .integers("pads", 0, 0, 1, 2, 0, 1, 0, 3)
        .integers("starts", 1, -1)
        .integers("ends", 3, -100)
        .integers("steps", 1, -2);
  }

  private static List<String> layers(FloatModel model) {
    return model.layers().stream()
        .map(layer -> layer.operation().getClass().getSimpleName())
        .toList();
  }

  @Test
  void activations() throws Exception {
    assertSame(13, "Relu", "x");
    assertSame(13, "Sigmoid", "x");
    assertSame(13, "Tanh", "x");
    assertSame(13, "LeakyRelu", "x");
    assertSame(13, "LeakyRelu", "x", number("alpha", 0.3f));
    assertSame(13, "PRelu", "x c311");
    assertSame(13, "Clip", "x minus scalar");
    assertSame(13, "Clip", "x  scalar");
    assertSame(13, "Clip", "x minus");
    assertSame(7, "Clip", "x", number("min", -0.5f), number("max", 0.25f));
    assertSame(13, "LRN", "x", integer("size", 3), number("alpha", 0.5f), number("beta", 0.6f));
    assertSame(13, "LRN", "x", integer("size", 5), number("alpha", 2), number("bias", 2));
  }

  @Test
  void softmaxBeforeAndAfterVersion13() throws Exception {
    assertSame(13, "Softmax", "x");
    assertSame(13, "Softmax", "x", integer("axis", 1));
    assertThat(layers(assertSame(11, "Softmax", "x", integer("axis", 3))))
        .containsExactly("Softmax");
    assertThat(layers(assertSame(11, "Softmax", "x", integer("axis", 2))))
        .containsExactly("Reshape", "Softmax", "Reshape");
  }

  @Test
  void additionsAndProducts() throws Exception {
    assertSame(13, "Add", "x c311");
    assertSame(13, "Add", "c5 x");
    assertSame(13, "Mul", "x scalar");
    assertSame(13, "Mul", "c1311 x");
    assertThat(layers(assertSame(13, "Add", "x x"))).containsExactly("Add");
    assertThat(layers(assertSame(13, "Mul", "x x"))).containsExactly("Mul");
    FloatAgreement.assertSame(
        new OnnxGraph(13, 1, 3, 4, 5)
            .node("GlobalAveragePool", "x", "means")
            .node("Sigmoid", "means", "gate")
            .node("Mul", "x gate", "y")
            .model("y"),
        3);
  }

  @Test
  void arrangements() throws Exception {
    assertSame(13, "Flatten", "x");
    assertSame(13, "Flatten", "x", integer("axis", -2));
    assertSame(13, "Reshape", "x shape");
    assertSame(13, "Transpose", "x");
    assertSame(13, "Transpose", "x", ints("perm", 0, 2, 3, 1));
    assertSame(13, "Unsqueeze", "x axes");
    assertSame(11, "Unsqueeze", "x", ints("axes", 0, 5));
    assertSame(13, "Squeeze", "x first");
    assertSame(11, "Squeeze", "x");
    assertSame(13, "Pad", "x pads minus");
    assertSame(7, "Pad", "x", ints("pads", 0, 0, 1, 2, 0, 1, 0, 3), number("value", 2));
    assertSame(13, "Slice", "x starts ends axes steps");
    assertSame(7, "Slice", "x", ints("starts", 1), ints("ends", 9), ints("axes", 3));
    assertSame(13, "Concat", "x x x", integer("axis", 1));
    assertSame(13, "Concat", "x x", integer("axis", -1));
  }

  @Test
  void denseLayers() throws Exception {
    for (String gemm : List.of("flat weights", "flat weights bias", "flat weights scalar")) {
      FloatAgreement.assertSame(
          constants(new OnnxGraph(13, INPUT))
              .node("Flatten", "x", "flat")
              .node("Gemm", gemm, "y", number("alpha", 0.5f), number("beta", 2))
              .model("y"),
          4);
    }
    FloatAgreement.assertSame(
        constants(new OnnxGraph(13, INPUT))
            .node("Flatten", "x", "flat")
            .node("Gemm", "flat transposed", "y", integer("transB", 1))
            .model("y"),
        5);
    FloatModel model =
        FloatAgreement.assertSame(
            constants(new OnnxGraph(13, INPUT))
                .integers("row", 1, 1, -1)
                .node("Reshape", "x row", "flat")
                .node("MatMul", "flat weights", "product")
                .node("Relu", "product", "y")
                .model("y"),
            6);
    assertThat(layers(model)).containsExactly("Reshape", "Reshape", "Dense", "Reshape", "Relu");
  }

  @Test
  void namesBecomeIdsAndStayUnique() throws Exception {
    OnnxGraph graph = new OnnxGraph(13, 1, 1, 4, 4);
    graph.floats("w", new int[] {1, 1, 1, 1}, 2);
    graph.node("Conv", "x w", "a/B:0");
    graph.node("Conv", "a/B:0 w", "c");
    graph.raw().getNodeBuilder(0).setName("/Features/0/Cönv_1");
    graph.raw().getNodeBuilder(1).setName("/features/0/c?nv_1");
    FloatModel model = OnnxImport.read(graph.model("c"));
    assertThat(model.layers())
        .extracting(Layer::name)
        .containsExactly("features-0-c-nv_1", "features-0-c-nv_1-2");
  }

  @Test
  void batchIsTakenAsOne() throws Exception {
    for (int batch : new int[] {-1, 1, 4}) {
      OnnxGraph graph =
          constants(new OnnxGraph(13, batch, 3, 4, 5))
              .integers("fixed", batch, 60)
              .node("Reshape", "x fixed", "flat")
              .node("MatMul", "flat weights", "y");
      assertThat(FloatAgreement.assertSame(graph.model("y"), 7).inputShape())
          .isEqualTo(Shape.of(INPUT));
    }
  }
}
