package io.edgeveil.prepare.onnx;

import static io.edgeveil.prepare.onnx.OnnxGraph.integer;
import static io.edgeveil.prepare.onnx.OnnxGraph.ints;
import static io.edgeveil.prepare.onnx.OnnxGraph.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import onnx.Onnx.AttributeProto;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Convolutions and pools of random shape against onnxruntime. */
class WindowOperatorsTest {
  private static final int TRIES = 60;

  @Test
  void convolutions() throws Exception {
    for (int seed = 0; seed < TRIES; seed++) {
      Random random = new Random(seed);
      int groups = 1 + random.nextInt(3);
      int perGroup = 1 + random.nextInt(3);
      int out = groups * (1 + random.nextInt(3));
      int kh = 1 + random.nextInt(4);
      int kw = 1 + random.nextInt(4);
      List<AttributeProto> attributes = window(random, kh, kw, true);
      attributes.add(integer("group", groups));
      boolean bias = random.nextBoolean();
      int[] weights = {out, perGroup, kh, kw};
      OnnxGraph graph =
          new OnnxGraph(13, 1, groups * perGroup, 8 + random.nextInt(8), 8 + random.nextInt(8))
              .floats("w", weights, FloatAgreement.random(out * perGroup * kh * kw, seed))
              .floats("b", new int[] {out}, FloatAgreement.random(out, seed + 1))
              .node("Conv", bias ? "x w b" : "x w", "y", attributes.toArray(new AttributeProto[0]));
      FloatAgreement.assertSame(graph.model("y"), seed);
    }
  }

  @Test
  void depthwiseConvolution() throws Exception {
    OnnxGraph graph =
        new OnnxGraph(13, -1, 8, 9, 7)
            .floats("w", new int[] {8, 1, 3, 3}, FloatAgreement.random(72, 1))
            .node("Conv", "x w", "y", integer("group", 8), ints("pads", 1, 1, 1, 1));
    FloatAgreement.assertSame(graph.model("y"), 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"MaxPool", "AveragePool"})
  void pools(String operator) throws Exception {
    for (int seed = 0; seed < TRIES; seed++) {
      Random random = new Random(seed);
      int kh = 1 + random.nextInt(4);
      int kw = 1 + random.nextInt(4);
      boolean max = operator.equals("MaxPool");
      List<AttributeProto> attributes = window(random, kh, kw, max);
      boolean countPadding = !max && random.nextBoolean();
      if (!max) {
        attributes.add(integer("count_include_pad", countPadding ? 1 : 0));
      }
      if (!countPadding && random.nextBoolean()) {
        attributes.add(integer("ceil_mode", 1));
      }
      OnnxGraph graph =
          new OnnxGraph(13, 1, 2, 8 + random.nextInt(8), 8 + random.nextInt(8))
              .node(operator, "x", "y", attributes.toArray(new AttributeProto[0]));
      FloatAgreement.assertSame(graph.model("y"), seed);
    }
  }

  @Test
  void globalAverage() throws Exception {
    OnnxGraph graph = new OnnxGraph(13, -1, 3, 5, 7).node("GlobalAveragePool", "x", "y");
    FloatAgreement.assertSame(graph.model("y"), 1);
  }

  /** Strides, dilations where asked for, and one of the ways to say the padding. */
  private static List<AttributeProto> window(Random random, int kh, int kw, boolean dilate) {
    List<AttributeProto> attributes = new ArrayList<>();
    attributes.add(ints("kernel_shape", kh, kw));
    attributes.add(ints("strides", 1 + random.nextInt(3), 1 + random.nextInt(3)));
    boolean dilated = dilate && random.nextInt(3) == 0;
    if (dilated) {
      attributes.add(ints("dilations", 1 + random.nextInt(2), 1 + random.nextInt(2)));
    }
    switch (random.nextInt(4)) {
      case 0 -> attributes.add(text("auto_pad", "VALID"));
      case 1 ->
          attributes.add(
              text(
                  "auto_pad",
                  dilated ? "VALID" : random.nextBoolean() ? "SAME_UPPER" : "SAME_LOWER"));
      case 2 ->
          attributes.add(
              ints(
                  "pads",
                  random.nextInt(kh),
                  random.nextInt(kw),
                  random.nextInt(kh),
                  random.nextInt(kw)));
      default -> {}
    }
    return attributes;
  }
}
