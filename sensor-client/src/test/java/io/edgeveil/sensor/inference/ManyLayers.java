package io.edgeveil.sensor.inference;

import io.edgeveil.core.json.Json;
import io.edgeveil.core.layer.Constant;
import io.edgeveil.core.layer.Convolution;
import io.edgeveil.core.layer.Dense;
import io.edgeveil.core.layer.Layer;
import io.edgeveil.core.layer.LinearOperation;
import io.edgeveil.core.layer.Quantisation;
import io.edgeveil.core.layer.Window;
import io.edgeveil.core.manifest.Blob;
import io.edgeveil.core.manifest.Manifest;
import io.edgeveil.core.manifest.ModelBundle;
import io.edgeveil.core.manifest.ModelDigest;
import io.edgeveil.core.manifest.Preprocessing;
import io.edgeveil.core.tensor.Shape;
import io.edgeveil.pads.integrity.IntegrityMaker;
import io.edgeveil.pads.integrity.IntegritySecrets;
import io.edgeveil.prepare.kernel.TransposedBundleLayers;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Linear layers with the shapes of real networks, one for every modulus: no network, a bundle. */
final class ManyLayers {
  private final ModelBundle model;
  private final List<LinearOperation> layers;

  private ManyLayers(ModelBundle model, List<LinearOperation> layers) {
    this.model = model;
    this.layers = layers;
  }

  private static List<LinearOperation> shapes() {
    Window dilated = new Window(3, 3, 1, 1, 2, 2, 2, 2, 2, 2);
    Window uneven = new Window(1, 7, 1, 2, 1, 1, 0, 3, 0, 2);
    List<LinearOperation> layers = new ArrayList<>();
    layers.add(dense(16, 256, 100));
    layers.add(convolution(17, 8, 14, 14, 16, 1, dilated));
    layers.add(convolution(18, 32, 14, 14, 32, 32, Window.square(3, 1, 1))); // depthwise
    layers.add(convolution(19, 1, 28, 28, 6, 1, Window.square(5, 1, 2))); // LeNet
    layers.add(dense(20, 84, 10));
    layers.add(convolution(21, 6, 14, 14, 16, 1, Window.square(5, 1, 0)));
    layers.add(dense(22, 120, 84));
    layers.add(dense(23, 400, 120));
    layers.add(convolution(24, 3, 224, 224, 64, 1, Window.square(11, 4, 2))); // AlexNet
    layers.add(convolution(25, 16, 16, 16, 32, 1, Window.square(3, 2, 1))); // ResNet
    layers.add(convolution(26, 16, 9, 9, 8, 2, uneven));
    layers.add(convolution(27, 64, 7, 7, 64, 1, Window.square(1, 1, 0)));
    layers.add(dense(28, 1000, 300));
    layers.add(convolution(29, 4, 10, 10, 4, 1, Window.square(3, 3, 0)));
    layers.add(dense(30, 17, 1000));
    layers.add(dense(31, 512, 64));
    layers.add(dense(31, 100, 1)); // a single output
    return layers;
  }

  private static LinearOperation dense(int k, int inputs, int outputs) {
    return new Dense(Shape.of(1, inputs), outputs, numbers(k));
  }

  private static LinearOperation convolution(
      int k, int channels, int height, int width, int outputs, int groups, Window window) {
    return new Convolution(
        Shape.of(1, channels, height, width), outputs, window, groups, numbers(k));
  }

  private static Quantisation numbers(int k) {
    return new Quantisation(0, 1f, 8, false, k, 0, 0, 0, 0, new Constant(0, 1), new Constant(0, 1));
  }

  static ManyLayers write(Path directory) throws Exception {
    Random random = new Random(9);
    ByteArrayOutputStream weights = new ByteArrayOutputStream();
    List<LinearOperation> placed = new ArrayList<>();
    List<Layer> layers = new ArrayList<>();
    for (LinearOperation shape : shapes()) {
      int index = placed.size();
      Constant none = new Constant(0, 1);
      LinearOperation layer =
          shape.withQuantisation(
              new Quantisation(
                  index,
                  1f,
                  8,
                  false,
                  shape.quantisation().modulusBits(),
                  0,
                  0,
                  0,
                  weights.size(),
                  none,
                  none));
      for (int i = 0; i < layer.weightCount(); i++) {
        weights.write(random.nextInt(255) - 127);
      }
      placed.add(layer);
      layers.add(
          new Layer("l" + index, layer, List.of("t" + index), "o" + index, layer.outputShape()));
    }
    byte[] constants = new byte[Float.BYTES];
    Files.createDirectories(directory);
    Files.write(directory.resolve(ModelBundle.WEIGHTS), weights.toByteArray());
    Files.write(directory.resolve(ModelBundle.CONSTANTS), constants);
    Manifest manifest =
        new Manifest(
            Manifest.FORMAT,
            "many",
            "1",
            "t0",
            Shape.of(1, 1, 1, 1),
            new Preprocessing(Preprocessing.Colours.GREY, 0, 1, List.of(0f), List.of(1f)),
            layers,
            "o0",
            List.of(),
            new Blob(weights.size(), ModelDigest.of(weights.toByteArray())),
            new Blob(constants.length, ModelDigest.of(constants)));
    Files.write(directory.resolve(ModelBundle.MANIFEST), Json.writeIndented(manifest));
    return new ManyLayers(ModelBundle.open(directory), placed);
  }

  List<LinearOperation> layers() {
    return layers;
  }

  byte[] weights(int layer) throws Exception {
    return ModelBundle.weightsOf(layers.get(layer), model.weights());
  }

  /** Made as the workstation makes them, and read as the sensor does. */
  IntegritySecrets secrets(Path directory) throws Exception {
    TransposedBundleLayers transposed = new TransposedBundleLayers(model);
    var unused =
        new IntegrityMaker(model, transposed::multiply, new SecureRandom())
            .makeIn(directory, "porch-cam", layer -> {});
    return IntegritySecrets.open(directory.resolve(IntegritySecrets.FILE), model, "porch-cam");
  }
}
