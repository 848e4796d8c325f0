package io.edgeveil.prepare.quantise;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgeveil.core.layer.Layer;
import io.edgeveil.core.manifest.Preprocessing;
import io.edgeveil.prepare.onnx.FloatModel;
import io.edgeveil.prepare.onnx.OnnxGraph;
import io.edgeveil.prepare.onnx.OnnxImport;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NonNegativeTest {
  private static final Preprocessing PLAIN =
      new Preprocessing(Preprocessing.Colours.GREY, 0, 1 / 255f, List.of(0f), List.of(1f));
  private static final Preprocessing SHIFTED =
      new Preprocessing(Preprocessing.Colours.GREY, 0, 1 / 255f, List.of(0.5f), List.of(1f));

  private static FloatModel model() throws Exception {
    return OnnxImport.read(
        new OnnxGraph(13, 1, 1, 4, 4)
            .floats("w", new int[] {1, 1, 1, 1}, 1)
            .floats("minus", new int[] {}, -1)
            .node("Conv", "x w", "conv")
            .node("Relu", "conv", "relu")
            .node("Tanh", "relu", "tanh")
            .node("Add", "tanh x", "sum")
            .node("Mul", "sum minus", "negative")
            .node("Sigmoid", "negative", "sigmoid")
            .node("Concat", "sigmoid conv", "y", OnnxGraph.integer("axis", 1))
            .model("y"));
  }

  @Test
  void signsFollowTheGraph() throws Exception {
    FloatModel model = model();
    List<String> names = model.layers().stream().map(Layer::output).toList();
    Set<String> plain = NonNegative.tensors(model, PLAIN);
    assertThat(plain)
        .containsExactlyInAnyOrder(
            model.input(), names.get(1), names.get(2), names.get(3), names.get(5));
    assertThat(NonNegative.tensors(model, SHIFTED))
        .containsExactlyInAnyOrder(names.get(1), names.get(2), names.get(5));
  }
}
