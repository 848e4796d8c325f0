package io.edgeveil.prepare.alexnet;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import onnx.Onnx.ModelProto;

/**
 * The two layouts of AlexNet as ONNX models. Weights are drawn from a Laplace distribution, which
 * is close to what training gives, unless said otherwise, with a variance that keeps activations of
 * one magnitude.
 */
public final class SeededAlexNet {
  private SeededAlexNet() {}

  /**
   * The layout of torchvision: input {@code [1, 3, 224, 224]}, no groups, 61.1 million parameters,
   * 714 million multiply-adds, 1000 logits.
   */
  public static ModelProto torchvision(long seed) {
    return torchvision(seed, Weights.LAPLACE);
  }

  /** The same with weights spread otherwise. */
  public static ModelProto torchvision(long seed, Weights weights) {
    return new AlexNetGraph("alexnet_torchvision", 224, seed, weights)
        .conv("conv1", 3, 64, 11, 4, 2, 1)
        .maxPool("pool1")
        .conv("conv2", 64, 192, 5, 1, 2, 1)
        .maxPool("pool2")
        .conv("conv3", 192, 384, 3, 1, 1, 1)
        .conv("conv4", 384, 256, 3, 1, 1, 1)
        .conv("conv5", 256, 256, 3, 1, 1, 1)
        .maxPool("pool5")
        .classifier(256 * 6 * 6)
        .model();
  }

  /**
   * The layout of 2012: input {@code [1, 3, 227, 227]}, two groups in convolutions 2, 4 and 5,
   * local response normalisation after the first two, 60.97 million parameters, 1000 logits.
   */
  public static ModelProto original(long seed) {
    return new AlexNetGraph("alexnet_2012", 227, seed)
        .conv("conv1", 3, 96, 11, 4, 0, 1)
        .normalise("norm1")
        .maxPool("pool1")
        .conv("conv2", 96, 256, 5, 1, 2, 2)
        .normalise("norm2")
        .maxPool("pool2")
        .conv("conv3", 256, 384, 3, 1, 1, 1)
        .conv("conv4", 384, 384, 3, 1, 1, 2)
        .conv("conv5", 384, 256, 3, 1, 1, 2)
        .maxPool("pool5")
        .classifier(256 * 6 * 6)
        .model();
  }

  /** Writes a model to a file. */
  public static void write(ModelProto model, Path file) throws IOException {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
      model.writeTo(out);
    }
  }
}
