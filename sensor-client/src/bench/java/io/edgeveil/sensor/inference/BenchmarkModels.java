package io.edgeveil.sensor.inference;

import io.edgeveil.core.manifest.ModelBundle;
import io.edgeveil.prepare.app.ModelCommand;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** LeNet as it is shipped and an AlexNet with seeded weights, quantised by the real importer. */
final class BenchmarkModels {
  static final String LENET = "lenet5_mnist";
  static final String ALEXNET = "alexnet_seeded";

  private BenchmarkModels() {}

  static Path bundle(Path folder, String name) {
    return folder.resolve("models").resolve(name).resolve("1");
  }

  /** Writes what is not there yet. */
  static void write(Path folder, Path shipped) throws Exception {
    Files.createDirectories(folder);
    if (!Files.exists(bundle(folder, LENET).resolve(ModelBundle.MANIFEST))) {
      importNetwork(
          folder,
          LENET,
          shipped.resolve("networks/lenet5_mnist.onnx"),
          shipped.resolve("images/mnist200"),
          "--preprocess",
          shipped.resolve("networks/grey.preprocess.json").toString());
    }
    if (!Files.exists(bundle(folder, ALEXNET).resolve(ModelBundle.MANIFEST))) {
      Path onnx = folder.resolve("alexnet.onnx");
      run("alexnet", "-o", onnx.toString());
      importNetwork(folder, ALEXNET, onnx, shipped.resolve("images/photos"));
      Files.delete(onnx);
    }
  }

  private static void importNetwork(
      Path folder, String name, Path onnx, Path pictures, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "import",
                onnx.toString(),
                "--name",
                name,
                "--calibration",
                pictures.toString(),
                "--calibration-limit",
                "1",
                "-o",
                folder.resolve("models").toString()));
    arguments.addAll(Arrays.asList(more));
    run(arguments.toArray(String[]::new));
  }

  private static void run(String... arguments) {
    if (ModelCommand.run(arguments) != 0) {
      throw new IllegalStateException("failed: " + String.join(" ", arguments));
    }
  }
}
