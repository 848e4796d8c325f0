package io.edgeveil.prepare.app;

import io.edgeveil.command.Progress;
import io.edgeveil.core.image.PictureTensors;
import io.edgeveil.core.json.Json;
import io.edgeveil.core.manifest.Manifest;
import io.edgeveil.core.manifest.ModelBundle;
import io.edgeveil.core.manifest.Preprocessing;
import io.edgeveil.core.tensor.Shape;
import io.edgeveil.core.wire.Ids;
import io.edgeveil.prepare.onnx.FloatModel;
import io.edgeveil.prepare.onnx.OnnxImport;
import io.edgeveil.prepare.picture.PictureFolder;
import io.edgeveil.prepare.quantise.ActivationBits;
import io.edgeveil.prepare.quantise.BundleWriter;
import io.edgeveil.prepare.quantise.Calibration;
import io.edgeveil.prepare.quantise.QuantisedModel;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code import}: an ONNX file becomes a model bundle. */
@Command(
    name = "import",
    description = "Quantises an ONNX network and writes it as a model bundle.")
final class ImportCommand implements Callable<Integer> {
  private static final long MAX_LABEL_BYTES = 16 << 20;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "NET.onnx", description = "The trained network.")
  private Path network;

  @Option(names = "--name", required = true, paramLabel = "ID", description = "Of the model.")
  private String name;

  // The standard options would take --version, which here is the model's.
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help message and exit.")
  private boolean unusedHelp; // picocli looks at it

  @Option(
      names = "--version",
      defaultValue = "1",
      paramLabel = "ID",
      description = "Of the model (default: ${DEFAULT-VALUE}).")
  private String version;

  @Option(
      names = "--calibration",
      required = true,
      paramLabel = "DIR",
      description = "Pictures like those to come; they set the ranges of the activations.")
  private Path calibration;

  @Option(
      names = "--calibration-limit",
      defaultValue = "200",
      paramLabel = "N",
      description = "Most pictures to look at (default: ${DEFAULT-VALUE}).")
  private int limit;

  @Option(
      names = "--preprocess",
      paramLabel = "F.json",
      description = "How a picture becomes the input; without it: resized, grey or RGB, 0 to 1.")
  private Path preprocess;

  @Option(names = "--labels", paramLabel = "F", description = "Names of the classes, one a line.")
  private Path labels;

  @Option(
      names = "--activation-bits",
      paramLabel = "BITS",
      description = "2 to 16 (default: 8, and up to 12 where the picture itself is off the grid).")
  private Integer bits;

  @Option(names = "--force", description = "Overwrite the version if it is there.")
  private boolean force;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "MODELS",
      description = "Folder of models; the bundle goes to MODELS/NAME/VERSION.")
  private Path models;

  /** What was written, for {@code --json}. */
  record Imported(
      String model,
      String version,
      String directory,
      String digest,
      Shape input,
      int linearLayers,
      long weights,
      int smallestK,
      int largestK,
      int calibrationPictures) {}

  @Override
  public Integer call() throws Exception {
    requireUsage();
    FloatModel model = OnnxImport.read(network);
    Preprocessing preprocessing = preprocessing(model.inputShape());
    List<String> classes = labels();
    PictureFolder pictures = PictureFolder.of(calibration, limit);
    ActivationBits activationBits =
        bits == null ? ActivationBits.STANDARD : ActivationBits.exactly(bits);
    Calibration ranges;
    try (Progress progress =
        Progress.start("calibrating", (long) Calibration.PASSES * pictures.files().size(), json)) {
      ranges = Calibration.run(model, preprocessing, pictures, activationBits, progress::step);
    }
    QuantisedModel quantised = QuantisedModel.of(model, ranges);
    Path directory = write(preprocessing, classes, quantised);
    report(ModelBundle.open(directory), pictures.files().size());
    return 0;
  }

  private void requireUsage() {
    if (!Ids.isId(name) || !Ids.isId(version)) {
      throw new ParameterException(
          spec.commandLine(), "--name and --version must match [a-z0-9_-]{1,64}");
    }
    if (bits != null && (bits < 2 || bits > 16)) {
      throw new ParameterException(
          spec.commandLine(), "--activation-bits must be in 2..16, got " + bits);
    }
    if (limit < 1) {
      throw new ParameterException(spec.commandLine(), "--calibration-limit must be at least 1");
    }
  }

  private Preprocessing preprocessing(Shape input) throws Exception {
    Preprocessing preprocessing =
        preprocess == null
            ? standard(input)
            : Json.read(Files.readAllBytes(preprocess), Preprocessing.class);
    try {
      PictureTensors.of(preprocessing, input);
    } catch (IllegalArgumentException e) {
      throw new RefusedException(e.getMessage());
    }
    return preprocessing;
  }

  private static Preprocessing standard(Shape input) {
    return new Preprocessing(
        input.extent(1) == 1 ? Preprocessing.Colours.GREY : Preprocessing.Colours.RGB,
        0,
        1 / 255f,
        List.of(0f),
        List.of(1f));
  }

  private List<String> labels() throws Exception {
    if (labels == null) {
      return List.of();
    }
    if (Files.size(labels) > MAX_LABEL_BYTES) {
      throw new RefusedException(labels + " is larger than " + MAX_LABEL_BYTES + " bytes");
    }
    // Bytes that are no UTF-8 become replacement characters: a label is only shown.
    return new String(Files.readAllBytes(labels), StandardCharsets.UTF_8).lines().toList();
  }

  private Path write(Preprocessing preprocessing, List<String> classes, QuantisedModel quantised)
      throws Exception {
    try {
      return BundleWriter.write(models, name, version, preprocessing, classes, quantised, force);
    } catch (FileAlreadyExistsException e) {
      throw new RefusedException(
          e.getMessage() + " is there already: say another --version, or --force");
    } catch (IllegalArgumentException e) {
      throw new RefusedException(e.getMessage());
    }
  }

  private void report(ModelBundle bundle, int pictures) {
    Manifest manifest = bundle.manifest();
    IntSummaryStatistics k =
        manifest.linearLayers().stream()
            .mapToInt(layer -> layer.modulus().bits())
            .summaryStatistics();
    Imported imported =
        new Imported(
            manifest.name(),
            manifest.version(),
            bundle.directory().toString(),
            bundle.digest(),
            manifest.inputShape(),
            (int) k.getCount(),
            manifest.weights().bytes(),
            k.getMin(),
            k.getMax(),
            pictures);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(new String(Json.write(imported), StandardCharsets.UTF_8));
    } else {
      out.printf(
          Locale.ROOT,
          "%s: %d linear layers, %,d weights, k %d to %d, calibrated on %d pictures%n",
          imported.directory(),
          imported.linearLayers(),
          imported.weights(),
          imported.smallestK(),
          imported.largestK(),
          imported.calibrationPictures());
      out.printf(Locale.ROOT, "model digest %s%n", imported.digest());
    }
    out.flush();
  }
}
