package io.edgeveil.prepare.app;

import io.edgeveil.prepare.alexnet.SeededAlexNet;
import io.edgeveil.prepare.alexnet.Weights;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import onnx.Onnx.ModelProto;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code alexnet}: a large network to measure with. */
@Command(
    name = "alexnet",
    mixinStandardHelpOptions = true,
    description = "Writes an AlexNet with seeded random weights as ONNX (244 MB), to measure with.")
final class AlexNetCommand implements Callable<Integer> {

  /** Whose shapes. */
  enum Layout {
    TORCHVISION,
    ORIGINAL
  }

  @Option(
      names = "--layout",
      defaultValue = "TORCHVISION",
      description = "${COMPLETION-CANDIDATES} of 2012 (default: ${DEFAULT-VALUE}).")
  private Layout layout;

  @Option(
      names = "--weights",
      defaultValue = "LAPLACE",
      description = "For torchvision's: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Weights weights;

  @Option(names = "--seed", defaultValue = "1", description = "Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "NET.onnx",
      description = "The file to write.")
  private Path file;

  @Override
  public Integer call() throws Exception {
    ModelProto model =
        layout == Layout.TORCHVISION
            ? SeededAlexNet.torchvision(seed, weights)
            : SeededAlexNet.original(seed);
    SeededAlexNet.write(model, file);
    return 0;
  }
}
