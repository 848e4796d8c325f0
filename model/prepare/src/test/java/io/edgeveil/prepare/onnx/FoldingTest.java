package io.edgeveil.prepare.onnx;

import static io.edgeveil.prepare.onnx.OnnxGraph.integer;
import static io.edgeveil.prepare.onnx.OnnxGraph.ints;
import static io.edgeveil.prepare.onnx.OnnxGraph.number;
import static io.edgeveil.prepare.onnx.OnnxGraph.tensor;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What is computed at import, and what is folded into linear layers; checked by onnxruntime. */
class FoldingTest {

  private static OnnxGraph convolution(OnnxGraph graph) {
    return graph
        .floats("w", new int[] {4, 2, 3, 3}, FloatAgreement.random(72, 1))
        .floats("gamma", new int[] {4}, 1, -2, 0.5f, 3)
        .floats("beta", new int[] {4}, 0.1f, 0.2f, -0.3f, 0)
        .floats("mean", new int[] {4}, 0.5f, -0.5f, 0, 1)
        .floats("variance", new int[] {4}, 1, 4, 0.25f, 2)
        .floats("shift", new int[] {4, 1, 1}, 1, 2, 3, 4)
        .node("Conv", "x w", "conv");
  }

  private static List<String> layers(FloatModel model) {
    return model.layers().stream()
        .map(layer -> layer.operation().getClass().getSimpleName())
        .toList();
  }

  @Test
  void affineMapsGoIntoTheConvolutionBefore() throws Exception {
    FloatModel model =
        FloatAgreement.assertSame(
            convolution(new OnnxGraph(13, 1, 2, 6, 6))
                .floats("two", new int[] {}, 2)
                .node("Identity", "conv", "same")
                .node(
                    "BatchNormalization",
                    "same gamma beta mean variance",
                    "normal",
                    number("epsilon", 0.01f))
                .node("Add", "shift normal", "shifted")
                .node("Mul", "shifted two", "scaled")
                .node("Relu", "scaled", "y")
                .model("y"),
            1);
    assertThat(layers(model)).containsExactly("Convolution", "Relu");
  }

  @Test
  void butNotWhereTheConvolutionIsReadTwice() throws Exception {
    FloatModel model =
        FloatAgreement.assertSame(
            convolution(new OnnxGraph(13, 1, 2, 6, 6))
                .node("BatchNormalization", "conv gamma beta mean variance", "normal")
                .node("Add", "normal conv", "y")
                .model("y"),
            2);
    assertThat(layers(model)).containsExactly("Convolution", "MulConstant", "AddConstant", "Add");
  }

  @Test
  void norWhereItIsTheOutputOrTheConstantVariesInSpace() throws Exception {
    FloatModel model =
        FloatAgreement.assertSame(
            convolution(new OnnxGraph(13, 1, 2, 6, 6))
                .floats("row", new int[] {4}, 1, 2, 3, 4)
                .node("Add", "conv row", "y")
                .model("y"),
            3);
    assertThat(layers(model)).containsExactly("Convolution", "AddConstant");
  }

  @Test
  void normalisationFirstStaysAsProductAndSum() throws Exception {
    FloatModel model =
        FloatAgreement.assertSame(
            new OnnxGraph(9, 1, 4, 3, 3)
                .floats("p", new int[] {4}, 1, 2, 3, 4)
                .node("BatchNormalization", "x p p p p", "y")
                .model("y"),
            4);
    assertThat(layers(model)).containsExactly("MulConstant", "AddConstant");
  }

  @Test
  void sharedWeightsAreFoldedApart() throws Exception {
    FloatAgreement.assertSame(
        new OnnxGraph(13, 1, 2, 6, 6)
            .floats("w", new int[] {2, 2, 1, 1}, 1, 2, 3, 4)
            .floats("s", new int[] {2, 1, 1}, 3, -1)
            .node("Conv", "x w", "a")
            .node("Mul", "a s", "b")
            .node("Conv", "b w", "y")
            .model("y"),
        5);
  }

  @Test
  void matMulAndAddBecomeOneDenseLayerWhoseWeightsAreReshapedAndTransposed() throws Exception {
    FloatModel model =
        FloatAgreement.assertSame(
            new OnnxGraph(13, -1, 2, 3, 4)
                .floats("w", new int[] {5, 2, 3, 4}, FloatAgreement.random(120, 6))
                .floats("b", new int[] {1, 5}, 1, 2, 3, 4, 5)
                .integers("matrix", 5, -1)
                .node("Reshape", "w matrix", "rows")
                .node("Transpose", "rows", "columns")
                .node("Flatten", "x", "flat")
                .node("MatMul", "flat columns", "product")
                .node("Add", "product b", "y")
                .model("y"),
            6);
    assertThat(layers(model)).containsExactly("Reshape", "Dense");
  }

  @Test
  void shapesComputedByNodesAreKnown() throws Exception {
    FloatModel model =
        FloatAgreement.assertSame(
            new OnnxGraph(13, -1, 2, 3, 4)
                .node("Shape", "x", "shape")
                .node(
                    "Constant",
                    "",
                    "zero",
                    tensor(
                        "value",
                        onnx.Onnx.TensorProto.newBuilder()
                            .setDataType(onnx.Onnx.TensorProto.DataType.INT64_VALUE)
                            .addInt64Data(0)
                            .build()))
                .node("Gather", "shape zero", "batch", integer("axis", 0))
                .node("Constant", "", "axis", ints("value_ints", 0))
                .node("Unsqueeze", "batch axis", "row")
                .node("Constant", "", "rest", ints("value_ints", -1))
                .node("Concat", "row rest", "target", integer("axis", 0))
                .node("Reshape", "x target", "y")
                .model("y"),
            7);
    assertThat(layers(model)).containsExactly("Reshape");
  }

  @Test
  void constantsAreComputed() throws Exception {
    FloatModel model =
        FloatAgreement.assertSame(
            new OnnxGraph(13, 1, 1, 2, 3)
                .floats("a", new int[] {2, 3}, 1, 2, 3, 4, 5, 6)
                .floats("b", new int[] {1, 3}, 2, 4, 8)
                .integers("from", 1)
                .integers("to", 3)
                .integers("axis", 1)
                .integers("extents", 2, 1)
                .node("Div", "a b", "quotient")
                .node("Sub", "quotient b", "difference")
                .node("Slice", "difference from to axis", "part")
                .node("ConstantOfShape", "extents", "zeros")
                .node("Cast", "zeros", "cast", integer("to", 1))
                .node("Concat", "cast part", "joined", integer("axis", 1))
                .node("Mul", "joined a", "factor")
                .node("Mul", "x factor", "y")
                .model("y"),
            8);
    assertThat(layers(model)).containsExactly("MulConstant");
  }

  @Test
  void weightsMayBeGraphInputsToo() throws Exception {
    FloatAgreement.assertSame(
        convolution(new OnnxGraph(8, 1, 2, 6, 6)).alsoInput("w", 4, 2, 3, 3).model("conv"), 9);
  }

  @Test
  void nodesThatLeadNowhereAreLeftOut() throws Exception {
    FloatModel model =
        OnnxImport.read(
            new OnnxGraph(13, 1, 2, 6, 6)
                .node("NoSuchOperator", "x", "nowhere")
                .node("Dropout", "x", "same")
                .node("Relu", "same", "y")
                .model("y"));
    assertThat(layers(model)).containsExactly("Relu");
  }
}
