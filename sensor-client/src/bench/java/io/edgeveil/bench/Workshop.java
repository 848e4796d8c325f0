package io.edgeveil.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.edgeveil.core.json.Json;
import io.edgeveil.core.manifest.ModelBundle;
import io.edgeveil.gateway.account.DataFolder;
import io.edgeveil.gateway.account.DeviceAccounts;
import io.edgeveil.prepare.alexnet.SeededAlexNet;
import io.edgeveil.prepare.alexnet.Weights;
import io.edgeveil.prepare.app.ModelCommand;
import io.edgeveil.sensor.app.SensorCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Networks, bundles and programs to measure with, made when first asked for. What is large and
 * serves every run stays; pads go.
 */
final class Workshop implements AutoCloseable {
  static final String LENET = "lenet5_mnist";
  static final String ALEXNET = "alexnet_laplace";
  static final String UNIFORM = "alexnet_uniform";

  private final Path home;
  private final Path root;
  private final Path demo;
  private int bundles;

  /**
   * Begins.
   *
   * @param home for files
   * @param root of the project, its programs built
   */
  Workshop(Path home, Path root) throws IOException {
    this.home = Files.createDirectories(home).toAbsolutePath();
    this.root = root.toAbsolutePath().normalize();
    this.demo = root.resolve("model/prepare/src/demo").toAbsolutePath().normalize();
    delete(pads());
  }

  private Path pads() {
    return home.resolve("pads");
  }

  Path models() {
    return home.resolve("models");
  }

  /** Where a program may keep files. */
  Path folder(String name) throws IOException {
    return Files.createTempDirectory(Files.createDirectories(pads()), name);
  }

  Path gatewayJar() {
    return root.resolve("gateway/target/edgeveil-gateway.jar");
  }

  Path sensorJar() {
    return root.resolve("sensor-client/target/edgeveil-sensor.jar");
  }

  /** A picture for a network. */
  String picture(String network) {
    return demo.resolve(
            network.equals(LENET) ? "images/mnist200/000.png" : "images/photos/chelsea.png")
        .toString();
  }

  /** The network as a file for onnxruntime. */
  Path onnx(String network) throws IOException {
    if (network.equals(LENET)) {
      return demo.resolve("networks/lenet5_mnist.onnx");
    }
    Path file = home.resolve(network + ".onnx");
    if (!Files.exists(file)) {
      Path written = home.resolve(network + ".part");
      Weights weights = network.equals(ALEXNET) ? Weights.LAPLACE : Weights.UNIFORM;
      SeededAlexNet.write(SeededAlexNet.torchvision(1, weights), written);
      Files.move(written, file);
    }
    return file;
  }

  /** The network as the importer quantises it. */
  ModelBundle bundle(String network) throws Exception {
    Path model = models().resolve(network).resolve("1");
    if (!Files.exists(model.resolve(ModelBundle.MANIFEST))) {
      boolean digits = network.equals(LENET);
      List<String> arguments =
          new ArrayList<>(
              List.of(
                  "import",
                  onnx(network).toString(),
                  "--name",
                  network,
                  "--calibration",
                  demo.resolve(digits ? "images/mnist200" : "images/photos").toString(),
                  "--calibration-limit",
                  "1",
                  "-o",
                  models().toString()));
      if (digits) {
        arguments.addAll(
            List.of("--preprocess", demo.resolve("networks/grey.preprocess.json").toString()));
      }
      model(arguments.toArray(String[]::new));
    }
    return ModelBundle.open(model);
  }

  /** A device bundle of a device of its own, which gateways started later let in. */
  Path device(String network, int count) throws Exception {
    String device = "bench-" + ++bundles;
    Path bundle = pads(network, device, count);
    var unused =
        new DeviceAccounts(new DataFolder(data())).add(device, bundle, "mqtts://localhost");
    return bundle;
  }

  /** Where every gateway finds its accounts. */
  Path data() {
    return pads().resolve("data");
  }

  /** Makes pads for a device, its first or more. */
  Path pads(String network, String device, int count) throws Exception {
    var unused = bundle(network);
    Path directory = pads().resolve(device);
    model(
        "pads",
        models().resolve(network).toString(),
        "--device",
        device,
        "--count",
        String.valueOf(count),
        "-o",
        directory.toString());
    return directory;
  }

  private static void model(String... arguments) {
    StringWriter err = new StringWriter();
    int code =
        ModelCommand.run(new PrintWriter(new StringWriter()), new PrintWriter(err), arguments);
    if (code != 0) {
      throw new IllegalStateException(String.join(" ", arguments) + ": " + err);
    }
  }

  /** Runs the verb {@code bench} in this process, which stays warm from one time to the next. */
  List<JsonNode> sensors(List<Path> devices, String network, String... options) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("bench", "--json"));
    for (Path device : devices) {
      arguments.addAll(List.of("--bundle", device.toString()));
    }
    arguments.addAll(List.of(options));
    arguments.add(picture(network));
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        SensorCommand.run(
            new PrintWriter(out), new PrintWriter(err), arguments.toArray(String[]::new));
    if (code != 0) {
      throw new IllegalStateException(
          "edgeveil-sensor " + String.join(" ", arguments) + ": " + err);
    }
    List<JsonNode> lines = new ArrayList<>();
    for (String line : out.toString().lines().toList()) {
      lines.add(json(line));
    }
    return lines;
  }

  static JsonNode json(String line) throws Exception {
    return Json.read(line.getBytes(StandardCharsets.UTF_8), JsonNode.class);
  }

  /** Tells how far the run is. */
  static void say(String format, Object... facts) {
    System.err.printf(Locale.ROOT, "bench: " + format + "%n", facts);
  }

  /** Deletes all that serves only one run. */
  @Override
  public void close() throws IOException {
    delete(pads());
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
