package io.edgeveil.sensor.app;

import io.edgeveil.command.CommandLineOnly;
import io.edgeveil.command.FailureLine;
import io.edgeveil.core.image.PictureException;
import io.edgeveil.core.image.PictureFile;
import io.edgeveil.core.json.Json;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code infer}: one line a picture. */
@Command(
    name = "infer",
    description = "Classifies pictures; each spends one pad of the device bundle.")
final class InferCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private BundleOption bundle;

  @Mixin private GatewayOptions gateway;

  @CommandLineOnly
  @Option(names = "--json", description = "One JSON object a picture on stdout.")
  private boolean json;

  @Option(
      names = "--top",
      paramLabel = "N",
      defaultValue = "1",
      description = "How many classes to name per picture (${DEFAULT-VALUE}).")
  private int top;

  @CommandLineOnly
  @Option(
      names = "--no-verify",
      description = "Use results without checking them: for experiments only.")
  private boolean noVerify;

  @Parameters(
      arity = "1..*",
      paramLabel = "IMAGE",
      description =
          "PNG or JPEG pictures to classify, up to 64 MiB and 33 megapixels; above 4 (in grey 12)"
              + " they are read at a reduced size.")
  private List<Path> images;

  @Override
  public Integer call() throws Exception {
    require(top >= 1, "--top must be at least 1");
    PrintWriter out = spec.commandLine().getOut();
    gateway.check(spec.commandLine());
    SensorSettings settings = gateway.settings(bundle.folder());
    if (noVerify) {
      settings = settings.withoutVerification();
      FailureLine.print(
          spec.commandLine(), "warning: --no-verify: a wrong result would not be noticed");
    }
    int exitCode = 0;
    try (Sensor sensor = Sensor.open(settings)) {
      Columns columns = new Columns(images, sensor.labels());
      if (!json) {
        out.println(columns.head());
      }
      for (Path image : images) {
        try {
          Classification found = sensor.classify(PictureFile.read(image), top);
          if (json) {
            PictureLine line = PictureLine.of(image, found, top);
            out.println(new String(Json.write(line), StandardCharsets.UTF_8));
          } else {
            columns.lines(image, found).forEach(out::println);
          }
          out.flush();
        } catch (PictureException e) { // costs no pad; the others may be pictures
          FailureLine.print(spec.commandLine(), SensorFailure.text(e));
          exitCode = 1;
        }
      }
    }
    return exitCode;
  }

  private void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new ParameterException(spec.commandLine(), otherwise);
    }
  }
}
