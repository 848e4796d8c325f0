package io.edgeveil.sensor.inference;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgeveil.core.json.Json;
import io.edgeveil.core.layer.Constant;
import io.edgeveil.core.layer.Convolution;
import io.edgeveil.core.layer.Dense;
import io.edgeveil.core.layer.Layer;
import io.edgeveil.core.layer.LinearOperation;
import io.edgeveil.core.layer.Operation;
import io.edgeveil.core.layer.Quantisation;
import io.edgeveil.core.layer.Window;
import io.edgeveil.core.manifest.Blob;
import io.edgeveil.core.manifest.Manifest;
import io.edgeveil.core.manifest.ModelBundle;
import io.edgeveil.core.manifest.ModelDigest;
import io.edgeveil.core.manifest.Preprocessing;
import io.edgeveil.core.modulus.Modulus;
import io.edgeveil.core.tensor.Shape;
import io.edgeveil.core.tensor.Tensor;
import io.edgeveil.linear.PreparedLayer;
import io.edgeveil.linear.ReferenceKernel;
import io.edgeveil.pads.integrity.IntegrityMaker;
import io.edgeveil.pads.making.PadMaker;
import io.edgeveil.prepare.kernel.TransposedBundleLayers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Convolution, ReLU, pooling and a dense layer with seeded weights, as bundles on the disk. */
public final class TinyNetwork {
  /** Whose pads it makes. */
  public static final String DEVICE = "porch-cam";

  static final Shape INPUT = Shape.of(1, 1, 6, 6);

  private static final int CHANNELS = 2;
  private static final int CLASSES = 3;

  private final ModelBundle model;

  private TinyNetwork(ModelBundle model) {
    this.model = model;
  }

  /** Writes the model into a folder. */
  public static TinyNetwork write(Path directory) throws Exception {
    Random random = new Random(7);
    byte[] convolution = weights(random, CHANNELS * 9);
    byte[] dense = weights(random, CLASSES * CHANNELS * 4);
    float[] constants = new float[2 * CHANNELS + 2 * CLASSES];
    for (int i = 0; i < constants.length; i++) {
      constants[i] = 0.001f + random.nextFloat() / 100;
    }
    Window three = new Window(3, 3, 1, 1, 1, 1, 0, 0, 0, 0);
    Window two = new Window(2, 2, 2, 2, 1, 1, 0, 0, 0, 0);
    Convolution first =
        new Convolution(
            INPUT, CHANNELS, three, 1, numbers(0, convolution, CHANNELS, 0, 0, CHANNELS, 127));
    Dense last =
        new Dense(
            Shape.of(1, CHANNELS * 4),
            CLASSES,
            numbers(1, dense, CLASSES, convolution.length, 2 * CHANNELS, CLASSES, 255));
    Shape pooled = Shape.of(1, CHANNELS, 2, 2);
    List<Layer> layers =
        List.of(
            new Layer("conv", first, List.of("x"), "a", first.outputShape()),
            new Layer("relu", new Operation.Relu(), List.of("a"), "b", first.outputShape()),
            new Layer("pool", new Operation.MaxPool(two), List.of("b"), "c", pooled),
            new Layer("flat", new Operation.Reshape(), List.of("c"), "d", last.input()),
            new Layer("dense", last, List.of("d"), "y", last.outputShape()));
    byte[] weights = Arrays.copyOf(convolution, convolution.length + dense.length);
    System.arraycopy(dense, 0, weights, convolution.length, dense.length);
    ByteBuffer floats =
        ByteBuffer.allocate(Float.BYTES * constants.length).order(ByteOrder.LITTLE_ENDIAN);
    floats.asFloatBuffer().put(constants);
    Files.createDirectories(directory);
    Files.write(directory.resolve(ModelBundle.WEIGHTS), weights);
    Files.write(directory.resolve(ModelBundle.CONSTANTS), floats.array());
    Manifest manifest =
        new Manifest(
            Manifest.FORMAT,
            "tiny",
            "1",
            "x",
            INPUT,
            new Preprocessing(Preprocessing.Colours.GREY, 0, 1 / 255f, List.of(0f), List.of(1f)),
            layers,
            "y",
            List.of("cat", "dog", "fox"),
            new Blob(weights.length, ModelDigest.of(weights)),
            new Blob(floats.capacity(), ModelDigest.of(floats.array())));
    Files.write(directory.resolve(ModelBundle.MANIFEST), Json.writeIndented(manifest));
    return new TinyNetwork(ModelBundle.open(directory));
  }

  /** A bundle for {@link #DEVICE}. */
  public void makePads(Path directory, int count) throws Exception {
    var unused =
        new PadMaker(
                model,
                (layer, batch, masks, images) -> prepared(layer).multiply(batch, masks, images),
                new SecureRandom())
            .make(DEVICE, count, directory, made -> {});
    TransposedBundleLayers transposed = new TransposedBundleLayers(model);
    assertThat(
            new IntegrityMaker(model, transposed::multiply, new SecureRandom())
                .makeIn(directory, DEVICE, layer -> {}))
        .isTrue();
  }

  ModelBundle model() {
    return model;
  }

  /** The weights of a layer, laid out by the oracle. */
  PreparedLayer prepared(int index) {
    LinearOperation operation = model.manifest().linearLayers().get(index).operation();
    try {
      return new ReferenceKernel()
          .prepare(operation, ModelBundle.weightsOf(operation, model.weights()));
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  static Tensor input(long seed) {
    Random random = new Random(seed);
    float[] values = new float[INPUT.elements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat();
    }
    return new Tensor(INPUT, values);
  }

  private static byte[] weights(Random random, int count) {
    byte[] weights = new byte[count];
    for (int i = 0; i < count; i++) {
      weights[i] = (byte) (random.nextInt(255) - 127);
    }
    return weights;
  }

  private static Quantisation numbers(
      int index, byte[] weights, int rows, long offset, int scales, int biases, int highestInput) {
    long lowest = 0;
    long highest = 0;
    long l1 = 0;
    int row = weights.length / rows;
    for (int r = 0; r < rows; r++) {
      long up = 0;
      long down = 0;
      for (int i = r * row; i < (r + 1) * row; i++) {
        up += Math.max(0, weights[i]);
        down += Math.min(0, weights[i]);
      }
      highest = Math.max(highest, highestInput * (highestInput == 127 ? up - down : up));
      lowest = Math.min(lowest, highestInput * (highestInput == 127 ? down - up : down));
      l1 = Math.max(l1, up - down);
    }
    int k = Modulus.MIN_BITS;
    while (Modulus.ofBits(k).prime() <= highest - lowest) {
      k++;
    }
    return new Quantisation(
        index,
        0.01f,
        8,
        highestInput == 127,
        index == 0 ? k : 25, // three bytes a residue, then four
        lowest,
        highest,
        l1,
        offset,
        new Constant(scales, rows),
        new Constant(scales + biases, rows));
  }
}
