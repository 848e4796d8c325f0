package io.edgeveil.sensor.app;

import io.edgeveil.core.image.PictureException;
import io.edgeveil.core.image.PictureFile;
import io.edgeveil.core.json.Json;
import io.edgeveil.sensor.inference.RetryPolicy;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
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

  @Option(
      names = "--bundle",
      required = true,
      paramLabel = "DIR",
      description = "The device bundle: pads, model and credentials of this device.")
  private Path bundle;

  @Option(
      names = "--gateway",
      paramLabel = "ADDRESS",
      converter = AddressConverter.class,
      description =
          "Where to reach the gateway: by its broker, mqtts://host:port, or itself, by"
              + " coaps://host:port or coaps+tcp://host:port; on loopback also tcp://, coap:// or"
              + " coap+tcp:// (as the bundle says).")
  private GatewayAddress gateway;

  @Option(
      names = "--insecure-plaintext",
      description =
          "Reach it without protection on another machine, too: whoever listens on the way reads the"
              + " password.")
  private boolean insecurePlaintext;

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description = "File, 0600, with the device's password (credentials.json of the bundle).")
  private Path passwordFile;

  @Mixin private PackingOption packing;

  @Option(names = "--json", description = "One JSON object a picture on stdout.")
  private boolean json;

  @Option(
      names = "--top",
      paramLabel = "N",
      defaultValue = "1",
      description = "How many classes to name per picture (${DEFAULT-VALUE}).")
  private int top;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "10",
      description = "How long to wait for a layer before it is sent again (${DEFAULT-VALUE}).")
  private int timeoutSeconds;

  @Option(
      names = "--no-verify",
      description = "Use results without checking them: for experiments only.")
  private boolean noVerify;

  @Parameters(
      arity = "1..*",
      paramLabel = "IMAGE",
      description = "PNG or JPEG pictures to classify.")
  private List<Path> images;

  @Override
  public Integer call() throws Exception {
    require(top >= 1, "--top must be at least 1");
    require(timeoutSeconds >= 1, "--timeout must be at least 1");
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    SensorSettings settings =
        new SensorSettings(
            bundle,
            Optional.ofNullable(gateway),
            Optional.ofNullable(passwordFile),
            RetryPolicy.DEFAULT.withReplyTimeout(Duration.ofSeconds(timeoutSeconds)),
            !noVerify,
            insecurePlaintext,
            packing.wanted());
    if (noVerify) {
      err.println(FailureLine.PREFIX + "warning: --no-verify: a wrong result would not be noticed");
      err.flush();
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
          err.println(FailureLine.PREFIX + FailureLine.oneLine(FailureLine.text(e)));
          err.flush();
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
