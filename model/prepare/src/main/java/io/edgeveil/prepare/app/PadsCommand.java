package io.edgeveil.prepare.app;

import io.edgeveil.command.Progress;
import io.edgeveil.core.json.Json;
import io.edgeveil.core.manifest.ModelBundle;
import io.edgeveil.core.wire.Ids;
import io.edgeveil.pads.integrity.IntegrityMaker;
import io.edgeveil.pads.making.PadMaker;
import io.edgeveil.prepare.kernel.BundleLayers;
import io.edgeveil.prepare.kernel.TransposedBundleLayers;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code pads}: single-use pads, in the bundle of one device. */
@Command(
    name = "pads",
    mixinStandardHelpOptions = true,
    description = {
      "Makes single-use pads and writes the bundle of one device, or adds to it.",
      "The pads are secret: move them to the device, keep no copy."
    })
final class PadsCommand implements Callable<Integer> {
  private static final long MAX_COUNT = 100_000_000;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "MODEL", description = "A model bundle, with or without its version.")
  private Path model;

  @Option(names = "--device", required = true, paramLabel = "ID", description = "Of the sensor.")
  private String device;

  @Option(
      names = "--count",
      required = true,
      paramLabel = "N",
      description = "How many inferences the device shall be able to make.")
  private long count;

  @Mixin private KernelOption kernel;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "DIR",
      description = "The device bundle: made, or given more pads, also while a sensor uses it.")
  private Path output;

  /** What was written, for {@code --json}. */
  record Made(
      String device,
      String model,
      String version,
      String directory,
      String digest,
      String padFile,
      long count,
      long bytesPerPad) {}

  @Override
  public Integer call() throws Exception {
    if (!Ids.isId(device)) {
      throw new ParameterException(spec.commandLine(), "--device must match [a-z0-9_-]{1,64}");
    }
    if (count < 1 || count > MAX_COUNT) {
      throw new ParameterException(
          spec.commandLine(), "--count must be in 1.." + MAX_COUNT + ", got " + count);
    }
    ModelBundle bundle = ModelBundle.open(model);
    long bytesPerPad;
    String padFile;
    try (BundleLayers layers = BundleLayers.prepare(bundle, kernel.choose());
        Progress progress = Progress.start("making pads", count, json)) {
      PadMaker maker = new PadMaker(bundle, layers::multiply, new SecureRandom());
      bytesPerPad = maker.bytesPerPad();
      padFile = maker.make(device, count, output, progress::stepTo);
    }
    makeSecrets(bundle);
    report(
        new Made(
            device,
            bundle.manifest().name(),
            bundle.manifest().version(),
            output.toString(),
            bundle.digest(),
            padFile,
            count,
            bytesPerPad));
    return 0;
  }

  /** What the device checks results with; drawn once a bundle. */
  private void makeSecrets(ModelBundle bundle) throws Exception {
    TransposedBundleLayers transposed = new TransposedBundleLayers(bundle);
    IntegrityMaker maker = new IntegrityMaker(bundle, transposed::multiply, new SecureRandom());
    try (Progress progress = Progress.start("making check secrets", maker.layers(), json)) {
      var unused = maker.makeIn(output, device, progress::stepTo);
    }
  }

  private void report(Made made) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(new String(Json.write(made), StandardCharsets.UTF_8));
    } else {
      out.printf(
          Locale.ROOT,
          "%s: %,d pads for %s of %,d bytes each, model %s/%s%n",
          made.directory(),
          made.count(),
          made.device(),
          made.bytesPerPad(),
          made.model(),
          made.version());
    }
    out.flush();
  }
}
