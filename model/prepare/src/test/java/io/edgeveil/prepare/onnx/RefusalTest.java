package io.edgeveil.prepare.onnx;

import static io.edgeveil.prepare.onnx.OnnxGraph.integer;
import static io.edgeveil.prepare.onnx.OnnxGraph.ints;
import static io.edgeveil.prepare.onnx.OnnxGraph.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import onnx.Onnx.ModelProto;
import onnx.Onnx.StringStringEntryProto;
import onnx.Onnx.TensorProto;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.shade.protobuf.ByteString;

/** What cannot be imported is refused in one line that names the node. */
class RefusalTest {
  @TempDir Path folder;

  private static OnnxGraph image() {
    return new OnnxGraph(13, 1, 2, 6, 6);
  }

  private static void assertRefused(ModelProto model, String message) {
    assertThatThrownBy(() -> OnnxImport.read(model))
        .isInstanceOf(OnnxException.class)
        .hasMessageContaining(message)
        .message()
        .doesNotContain("\n");
  }

  @Test
  void anOperatorThatIsNotSupportedIsNamedWithThoseThatAre() {
    assertRefused(
        image().node("LSTM", "x", "y").model("y"),
        "node 'the_LSTM' (LSTM): this operator is not supported; supported: Add, AveragePool,");
    OnnxGraph unnamed = image().node("Relu", "x", "a").node("Exp\nx", "a", "y");
    unnamed.raw().getNodeBuilder(1).setName("");
    assertRefused(unnamed.model("y"), "node number 1 (Exp?x): ");
    OnnxGraph foreign = image().node("Relu", "x", "y");
    foreign.raw().getNodeBuilder(0).setDomain("com.example");
    assertRefused(foreign.model("y"), "operators of domain 'com.example'");
  }

  @Test
  void attributesThatAreNotSupported() {
    OnnxGraph graph = image().floats("w", new int[] {2, 2, 3, 3}, FloatAgreement.random(36, 1));
    assertRefused(
        graph.node("Conv", "x w", "y", integer("group", 3)).model("y"), "in 3 groups do not fit");
    assertRefused(
        image()
            .integers("p", 0, 0, 1, 1, 0, 0, 1, 1)
            .node("Pad", "x p", "y", text("mode", "reflect"))
            .model("y"),
        "only mode constant");
    assertRefused(
        image()
            .node(
                "AveragePool",
                "x",
                "y",
                ints("kernel_shape", 4, 4),
                ints("strides", 2, 2),
                ints("pads", 1, 1, 0, 0),
                integer("ceil_mode", 1),
                integer("count_include_pad", 1))
            .model("y"),
        "ceil_mode together with count_include_pad");
    assertRefused(
        image().node("MaxPool", "x", "y", ints("kernel_shape", 9, 9)).model("y"),
        "a window of 9 does not fit 6");
    assertRefused(
        image().node("MaxPool", "x", "y", ints("kernel_shape", 3)).model("y"),
        "only images are supported");
    assertRefused(
        image().floats("m", new int[] {6, 6}, new float[36]).node("MatMul", "x m", "y").model("y"),
        "only one row vector at a time");
    assertRefused(
        image().floats("m", new int[] {6, 6}, new float[36]).node("MatMul", "m x", "y").model("y"),
        "must depend on the network's input");
    assertRefused(
        image().node("Conv", "x x", "y").model("y"), "node 'the_Conv' (Conv): input 1 must be");
  }

  @Test
  void graphsThatDoNotHangTogether() {
    assertRefused(image().node("Relu", "q", "y").model("y"), "reads 'q', which no earlier node");
    assertRefused(image().model("y"), "no node makes the output 'y'");
    assertRefused(
        image().floats("c", new int[] {1}, 1).node("Relu", "x", "z").model("c"),
        "does not depend on the input");
    OnnxGraph cycle = image().node("Add", "x b", "a").node("Relu", "a", "b");
    assertRefused(cycle.model("b"), "reads 'b', which no earlier node makes");
    OnnxGraph two = image().alsoInput("z", 1, 2, 6, 6);
    assertRefused(two.node("Add", "x z", "y").model("y"), "has 2 inputs, one is supported");
    OnnxGraph indices = image();
    indices.node("MaxPool", "x", "y", ints("kernel_shape", 2, 2));
    indices.raw().getNodeBuilder(0).addOutput("places");
    assertRefused(indices.node("Relu", "places", "z").model("z"), "output 1 is read");
  }

  @Test
  void inputsThatAreNoPictures() {
    assertRefused(
        new OnnxGraph(13, 1, 5).node("Relu", "x", "y").model("y"), "has 2 axes, wanted are");
    assertRefused(
        new OnnxGraph(13, 1, 3, -1, -1).node("Relu", "x", "y").model("y"),
        "only the batch may be left open, not axis 2");
    assertRefused(
        new OnnxGraph(13, 1, 1 << 15, 1 << 15, 4).node("Relu", "x", "y").model("y"),
        "at most 268435456 elements");
    assertRefused(
        new OnnxGraph(6, 1, 3, 4, 4).node("Relu", "x", "y").model("y"),
        "operator set version 6; supported: 7 to");
  }

  @Test
  void tensorsThatLie() {
    assertRefused(
        with(TensorProto.newBuilder().addDims(1L << 40)), "has an extent of 1099511627776");
    assertRefused(
        with(TensorProto.newBuilder().addDims(1 << 20).addDims(1 << 20)),
        "has more than 268435456 elements");
    assertRefused(with(TensorProto.newBuilder().addDims(7)), "wants 7 elements, the file has 0.0");
    assertRefused(
        with(
            TensorProto.newBuilder()
                .addDims(1)
                .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                .addExternalData(
                    StringStringEntryProto.newBuilder()
                        .setKey("location")
                        .setValue("../../etc/passwd"))),
        "tensor 'c' keeps its data in another file");
    assertRefused(
        with(TensorProto.newBuilder().setDataType(TensorProto.DataType.STRING_VALUE)),
        "is of type STRING; supported: FLOAT");
    assertRefused(
        with(TensorProto.newBuilder().addDims(1).addFloatData(Float.NaN)), "not a number");
    assertRefused(
        image()
            .floats("w", new int[] {1, 2, 1, 1}, 1, Float.POSITIVE_INFINITY)
            .node("Conv", "x w", "y")
            .model("y"),
        "a weight is not finite");
    assertRefused(
        image()
            .integers("huge", 1 << 14, 1 << 14)
            .node("ConstantOfShape", "huge", "c")
            .node("Add", "x c", "y")
            .model("y"),
        "a tensor of [16384, 16384]");
  }

  private static ModelProto with(TensorProto.Builder tensor) {
    OnnxGraph graph = image();
    graph
        .raw()
        .addInitializer(
            (tensor.getDataType() == 0
                    ? tensor.setDataType(TensorProto.DataType.FLOAT_VALUE)
                    : tensor)
                .setName("c"));
    return graph.node("Add", "x c", "y").model("y");
  }

  @Test
  void filesThatAreNoOnnx() throws Exception {
    Path text = Files.writeString(folder.resolve("net.onnx"), "this is not a network");
    assertThatThrownBy(() -> OnnxImport.read(text))
        .isInstanceOf(OnnxException.class)
        .hasMessageEndingWith("net.onnx is no ONNX file");
    Path empty = Files.write(folder.resolve("empty.onnx"), new byte[0]);
    assertThatThrownBy(() -> OnnxImport.read(empty))
        .isInstanceOf(OnnxException.class)
        .hasMessageEndingWith("empty.onnx is no ONNX file");
    assertThatThrownBy(() -> OnnxImport.read(folder.resolve("absent.onnx")))
        .isInstanceOf(OnnxException.class)
        .hasMessageContaining("no file");
  }

  @Test
  void damagedFilesGiveNothingButTheNamedException() throws Exception {
    byte[] good =
        image()
            .floats("w", new int[] {2, 2, 3, 3}, FloatAgreement.random(36, 1))
            .integers("s", 1, -1)
            .node("Conv", "x w", "c")
            .node("MaxPool", "c", "p", ints("kernel_shape", 2, 2))
            .node("Reshape", "p s", "y")
            .model("y")
            .toByteArray();
    Path file = folder.resolve("damaged.onnx");
    Random random = new Random(1);
    for (int i = 0; i < 2000; i++) {
      byte[] bad = good.clone();
      for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
        bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
      }
      Files.write(file, random.nextInt(4) > 0 ? bad : java.util.Arrays.copyOf(bad, i % bad.length));
      try {
        var unused = OnnxImport.read(file);
      } catch (OnnxException e) {
        // the only way out but success
        var unused =
            new String(e.getMessage().getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
      }
    }
  }

  @Test
  void rawDataIsReadWhereItStands() throws Exception {
    // Integers behind other data in the file: their place in the buffer is not 0.
    Path file = folder.resolve("net.onnx");
    Files.write(
        file,
        image()
            .floats("pad", new int[] {3}, 1, 2, 3)
            .integers("s", 1, 72)
            .node("Reshape", "x s", "y")
            .model("y")
            .toByteArray());
    assertThat(OnnxImport.read(file).network().outputShape())
        .isEqualTo(io.edgeveil.core.tensor.Shape.of(1, 72));
  }

  @Test
  void halvesAreReadExactly() {
    assertThat(TensorReader.half(0x3c00)).isEqualTo(1);
    assertThat(TensorReader.half(0xc000)).isEqualTo(-2);
    assertThat(TensorReader.half(0x7bff)).isEqualTo(65504);
    assertThat(TensorReader.half(0x0001)).isEqualTo(0x1p-24f);
    assertThat(TensorReader.half(0x3555)).isEqualTo(0.33325195f);
    assertRefused(
        with(
            TensorProto.newBuilder()
                .addDims(2)
                .setDataType(TensorProto.DataType.FLOAT16_VALUE)
                .setRawData(ByteString.copyFrom(new byte[3]))),
        "wants 2 elements, the file has 1.5");
  }
}
