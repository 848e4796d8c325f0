package io.edgeveil.prepare.bench;

import io.edgeveil.core.manifest.Preprocessing;
import io.edgeveil.prepare.alexnet.SeededAlexNet;
import io.edgeveil.prepare.onnx.FloatModel;
import io.edgeveil.prepare.onnx.OnnxImport;
import io.edgeveil.prepare.picture.PictureFolder;
import io.edgeveil.prepare.quantise.ActivationBits;
import io.edgeveil.prepare.quantise.BundleWriter;
import io.edgeveil.prepare.quantise.Calibration;
import io.edgeveil.prepare.quantise.QuantisedModel;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;

/** AlexNet, torchvision layout, seeded Laplace weights: once as ONNX, once as a model bundle. */
final class AlexNetFiles {
  private static final long SEED = 1;
  private static final int SIDE = 224;

  private AlexNetFiles() {}

  static Path onnx(Path folder) {
    return folder.resolve("alexnet.onnx");
  }

  static Path bundle(Path folder) {
    return folder.resolve("models").resolve("alexnet").resolve("1");
  }

  /** Writes both; the importer is the real one, calibrated on one picture of noise. */
  static void write(Path folder) throws Exception {
    Path pictures = Files.createDirectories(folder.resolve("pictures"));
    BufferedImage noise = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
    Random random = new Random(SEED);
    for (int i = 0; i < SIDE * SIDE; i++) {
      noise.setRGB(i % SIDE, i / SIDE, random.nextInt(1 << 24));
    }
    ImageIO.write(noise, "png", pictures.resolve("noise.png").toFile());
    SeededAlexNet.write(SeededAlexNet.torchvision(SEED), onnx(folder));
    FloatModel model = OnnxImport.read(onnx(folder));
    Preprocessing preprocessing =
        new Preprocessing(Preprocessing.Colours.RGB, 0, 1 / 255f, List.of(0f), List.of(1f));
    Calibration calibration =
        Calibration.run(
            model,
            preprocessing,
            PictureFolder.of(pictures, 1),
            ActivationBits.exactly(8),
            () -> {});
    BundleWriter.write(
        folder.resolve("models"),
        "alexnet",
        "1",
        preprocessing,
        List.of(),
        QuantisedModel.of(model, calibration),
        true);
  }
}
