package io.edgeveil.prepare.app;

import io.edgeveil.command.Progress;
import io.edgeveil.core.json.Json;
import io.edgeveil.core.manifest.ModelBundle;
import io.edgeveil.prepare.kernel.BundleLayers;
import io.edgeveil.prepare.picture.PictureFolder;
import io.edgeveil.prepare.verify.Agreement;
import io.edgeveil.prepare.verify.FloatReference;
import io.edgeveil.prepare.verify.OnnxRuntime;
import io.edgeveil.prepare.verify.ReferenceTable;
import io.edgeveil.prepare.verify.Verification;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code verify}: the quantised network against the float network. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = "Compares the quantised network with the float network on pictures.")
final class VerifyCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "MODEL", description = "A model bundle, with or without its version.")
  private Path model;

  @Option(names = "--images", required = true, paramLabel = "DIR", description = "The pictures.")
  private Path images;

  @ArgGroup(multiplicity = "1")
  private Source source;

  /** Where the float outputs come from. */
  static final class Source {
    @Option(
        names = "--reference",
        required = true,
        paramLabel = "CSV",
        description = "Earlier float outputs: file,label,logit0,logit1,…")
    private Path reference;

    @Option(
        names = "--onnx",
        required = true,
        paramLabel = "NET.onnx",
        description = "The float network itself, run by onnxruntime.")
    private Path onnx;

    FloatReference open() throws Exception {
      return reference != null ? ReferenceTable.read(reference) : OnnxRuntime.load(onnx);
    }
  }

  @Option(
      names = "--limit",
      defaultValue = "100000",
      paramLabel = "N",
      description = "Most pictures to look at (default: ${DEFAULT-VALUE}).")
  private int limit;

  @Mixin private KernelOption kernel;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    ModelBundle bundle = ModelBundle.open(model);
    PictureFolder pictures = PictureFolder.of(images, limit);
    Agreement agreement;
    try (BundleLayers layers = BundleLayers.prepare(bundle, kernel.choose());
        FloatReference reference = source.open();
        Progress progress = Progress.start("verifying", pictures.files().size(), json)) {
      agreement = Verification.run(bundle, layers, pictures, reference, progress::step);
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(new String(Json.write(agreement), StandardCharsets.UTF_8));
    } else {
      print(agreement, out);
    }
    out.flush();
    return 0;
  }

  private static void print(Agreement agreement, PrintWriter out) {
    out.printf(
        Locale.ROOT,
        "%s/%s on %d pictures: same first class as the float network for %.2f %%%n",
        agreement.model(),
        agreement.version(),
        agreement.count(),
        100 * agreement.top1Agreement());
    if (agreement.accuracy() != null) {
      out.printf(
          Locale.ROOT,
          "right: %.2f %% quantised, %.2f %% float%n",
          100 * agreement.accuracy(),
          100 * agreement.floatAccuracy());
    }
    out.printf(Locale.ROOT, "largest difference of an output: %.6g%n", agreement.largestError());
  }
}
