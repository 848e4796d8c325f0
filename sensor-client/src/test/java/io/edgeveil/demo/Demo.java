package io.edgeveil.demo;

import io.edgeveil.command.Terminal;
import io.edgeveil.core.layer.LinearOperation;
import io.edgeveil.core.manifest.BundleFormatException;
import io.edgeveil.core.manifest.Manifest;
import io.edgeveil.core.manifest.ModelBundle;
import java.awt.image.Raster;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/**
 * The whole story on real pictures: import networks, make pads, start a gateway with its broker,
 * classify 400 pictures, run one AlexNet-sized network, and show what the gateway saw. Every step
 * is a command that a user could type.
 */
public final class Demo {
  private static final String DEVICE = "pi-1";
  private static final List<String> CREDENTIALS =
      List.of("credentials.json", "certificate.pem", "key.pem", "ca.pem");
  private static final String CALIBRATION_PICTURES = "50";
  private static final int PNG_ZOOM = 12;

  private final Path shipped;
  private final Path work;
  private final String scheme; // of the addresses used
  private final Screen screen;
  private final Program model;
  private final Program gateway;
  private final Program sensor;

  private Demo(Path project, Path work, String scheme) {
    this.scheme = scheme;
    this.shipped = project.resolve("model/prepare/src/demo");
    this.work = work;
    this.screen =
        new Screen(
            new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8),
            Terminal.isWatched());
    this.model = new Program("edgeveil-model", project.resolve("model/prepare/target"), work);
    this.gateway = new Program("edgeveil-gateway", project.resolve("gateway/target"), work);
    this.sensor = new Program("edgeveil-sensor", project.resolve("sensor-client/target"), work);
  }

  /**
   * Runs it.
   *
   * @param args the project's directory, a directory to work in, which is emptied first, and by
   *     what to reach the gateway: mqtt, mqtts, coap, coaps, coap+tcp or coaps+tcp
   */
  public static void main(String[] args) throws Exception {
    Path work = Path.of(args[1]).toAbsolutePath();
    empty(work);
    Files.createDirectories(work);
    try {
      new Demo(Path.of(args[0]).toRealPath(), work.toRealPath(), args[2]).run();
    } catch (DemoFailedException e) {
      System.err.println("The demonstration stopped: " + e.getMessage());
      System.exit(1);
    }
  }

  private void run() throws Exception {
    screen.title("Edgeveil: a gateway classifies pictures that it cannot see");
    Run digits = new Run("lenet5_mnist", pictures("mnist200"));
    Run clothes = new Run("resnet20_fashion", pictures("fashion200"));
    Run large = new Run("alexnet_seeded", List.of(shipped.resolve("images/photos/chelsea.png")));
    importShipped(digits, shipped.resolve("networks/lenet5_mnist.labels.txt"));
    importShipped(clothes, shipped.resolve("networks/fashion.labels.txt"));
    importAlexNet(large);
    List<Run> runs = List.of(digits, clothes, large);
    enrol(runs);
    List<String> arguments =
        List.of(
            "run",
            "--models",
            "models",
            "--port",
            "0",
            "--websocket-port",
            "0",
            "--http-port",
            "0",
            "--tls-port",
            "0",
            "--coap-port",
            "0",
            "--coaps-port",
            "0",
            "--json");
    screen.step("start the gateway, with a broker in it", gateway.shown(arguments));
    try (GatewayProcess running =
        GatewayProcess.start(gateway, arguments, work.resolve("gateway.log"))) {
      screen.done("it gets ready while the owner makes pads");
      // One more digit than there are: it goes over the tapped wire.
      makePads(digits, digits.pictures().size() + 1);
      makePads(clothes, clothes.pictures().size());
      makePads(large, 1);
      GatewayProcess.Addresses addresses = running.awaitAddresses();
      for (Run run : runs) {
        infer(run, addresses.of(scheme));
      }
      showBothSides(digits, addresses.brokerPort());
    }
    summarise(runs);
  }

  private void importShipped(Run run, Path labels) throws Exception {
    importNetwork(
        run,
        List.of(
            "import",
            onnx(run).toString(),
            "--name",
            run.network(),
            "--calibration",
            run.folder().toString(),
            "--calibration-limit",
            CALIBRATION_PICTURES,
            "--labels",
            labels.toString(),
            "-o",
            "models"));
  }

  private void importAlexNet(Run run) throws Exception {
    List<String> write = List.of("alexnet", "-o", "alexnet.onnx");
    screen.step("write an AlexNet with seeded random weights", model.shown(write));
    model.run(write, object -> {});
    screen.done(megabytes(Files.size(work.resolve("alexnet.onnx"))));
    importNetwork(
        run,
        List.of(
            "import",
            "alexnet.onnx",
            "--name",
            run.network(),
            "--calibration",
            run.folder().toString(),
            "--calibration-limit",
            "1",
            "-o",
            "models"));
  }

  private void importNetwork(Run run, List<String> arguments) throws Exception {
    screen.step("import " + run.network(), model.shown(shortened(arguments)));
    model.run(
        plus(arguments, "--json"),
        imported ->
            screen.done(
                String.format(
                    Locale.ROOT,
                    "%s linear layers, %,d weights, primes of %s to %s bits",
                    imported.required("linear_layers"),
                    imported.required("weights").longValue(),
                    imported.required("smallest_k"),
                    imported.required("largest_k"))));
  }

  private void makePads(Run run, int count) throws Exception {
    List<String> arguments =
        List.of(
            "pads",
            "models/" + run.network(),
            "--device",
            DEVICE,
            "--count",
            String.valueOf(count),
            "-o",
            bundle(run));
    screen.step("make pads for " + run.network(), model.shown(arguments));
    long[] bytes = new long[1];
    model.run(
        plus(arguments, "--json"),
        object -> bytes[0] = count * object.required("bytes_per_pad").longValue());
    screen.done(count + " pads, " + megabytes(bytes[0]));
  }

  /** One account for the sensor's bundles: it is one device with three models. */
  private void enrol(List<Run> runs) throws Exception {
    String first = bundle(runs.get(0));
    List<String> arguments = List.of("device", "add", DEVICE, "-o", first);
    screen.step("give the sensor an account at the gateway's broker", gateway.shown(arguments));
    gateway.run(arguments, object -> {});
    for (Run run : runs.subList(1, runs.size())) {
      Files.createDirectories(work.resolve(bundle(run)));
      for (String file : CREDENTIALS) {
        Files.copy(
            work.resolve(first).resolve(file),
            work.resolve(bundle(run)).resolve(file),
            StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
    screen.done("certificate and password in " + first + ", and a copy for each other model");
  }

  private void infer(Run run, String address) throws Exception {
    List<String> arguments =
        new ArrayList<>(List.of("infer", "--bundle", bundle(run), "--gateway", address, "--json"));
    List<Path> pictures = run.pictures();
    screen.step(
        "classify " + pictures.size() + (pictures.size() == 1 ? " picture" : " pictures"),
        sensor.shown(
            plus(arguments, pictures.get(0).getFileName() + (pictures.size() == 1 ? "" : " …"))));
    pictures.forEach(picture -> arguments.add(picture.toString()));
    sensor.run(arguments, answer -> screen.progress(run.add(answer), pictures.size()));
    screen.done(run.network() + ": " + milliseconds(run.mean("latency_ms")) + " a picture");
  }

  /** One digit more, with a listener on the wire. */
  private void showBothSides(Run run, int port) throws Exception {
    Path picture = run.pictures().get(0);
    LinearOperation operation = manifest(run).linearLayers().get(0).operation();
    try (TappedLine tap = new TappedLine(port)) {
      List<String> arguments =
          List.of(
              "infer",
              "--bundle",
              bundle(run),
              "--gateway",
              tap.address(),
              "--json",
              picture.toString());
      screen.step(
          "listen on the wire while one more digit is classified",
          sensor.shown(shortened(arguments)));
      sensor.run(
          arguments,
          answer -> screen.done("the sensor says " + answer.required("label").textValue()));
      int[] masked = tap.firstTensor(operation);
      int height = operation.input().extent(2);
      int width = operation.input().extent(3);
      Raster pixels = ImageIO.read(picture.toFile()).getRaster();
      GreyPicture seenBySensor =
          GreyPicture.of(
              width, height, pixels.getSamples(0, 0, width, height, 0, (int[]) null), 256);
      GreyPicture seenByGateway =
          GreyPicture.of(width, height, masked, operation.modulus().prime());
      Path sensorPng = work.resolve("what-the-sensor-sees.png");
      Path gatewayPng = work.resolve("what-the-gateway-sees.png");
      seenBySensor.writePng(sensorPng, PNG_ZOOM);
      seenByGateway.writePng(gatewayPng, PNG_ZOOM);
      screen.pair(seenBySensor, seenByGateway, List.of(sensorPng, gatewayPng));
    }
  }

  private void summarise(List<Run> runs) throws Exception {
    List<List<String>> rows = new ArrayList<>();
    for (Run run : runs) {
      Manifest manifest = manifest(run);
      boolean trained = !manifest.labels().isEmpty();
      String correct =
          trained
              ? percent(run.percentAgreeing(Expected.truth(run.folder(), manifest.labels())))
              : "–";
      String asFloat =
          trained
              ? percent(run.percentAgreeing(Expected.inFloat(onnx(run), manifest, run.pictures())))
              : "–";
      rows.add(
          List.of(
              run.network(),
              String.valueOf(run.pictures().size()),
              correct,
              asFloat,
              kilobytes(run.mean("sent_bytes")),
              kilobytes(run.mean("received_bytes")),
              milliseconds(run.mean("sensor_ms")),
              milliseconds(run.mean("wire_ms")),
              milliseconds(run.mean("gateway_ms")),
              milliseconds(run.mean("latency_ms"))));
    }
    screen.table(
        List.of(
            "network",
            "pictures",
            "correct",
            "as float",
            "up",
            "down",
            "sensor",
            "wire",
            "gateway",
            "in all"),
        rows);
    screen.text(
        "correct: share of right labels. as float: share of labels equal to the float network's.");
    screen.text("up, down: bytes a picture. sensor, wire, gateway, in all: time a picture.");
    screen.text("alexnet_seeded has random weights: it shows the scale, its label means nothing.");
    screen.text("");
  }

  private Path onnx(Run run) {
    return shipped.resolve("networks").resolve(run.network() + ".onnx");
  }

  private Manifest manifest(Run run) throws IOException, BundleFormatException {
    return ModelBundle.open(work.resolve("models").resolve(run.network())).manifest();
  }

  private static String bundle(Run run) {
    return DEVICE + "-" + run.network();
  }

  /** Paths of the project cut to their last part, as they are shown. */
  private List<String> shortened(List<String> arguments) {
    return arguments.stream()
        .map(
            argument ->
                argument.startsWith(shipped.toString())
                    ? "…/" + Path.of(argument).getFileName()
                    : argument)
        .toList();
  }

  private static List<String> plus(List<String> arguments, String more) {
    List<String> all = new ArrayList<>(arguments);
    all.add(more);
    return all;
  }

  private static String percent(double value) {
    return String.format(Locale.ROOT, "%.1f %%", value);
  }

  private static String milliseconds(double value) {
    return String.format(Locale.ROOT, "%.1f ms", value);
  }

  private static String kilobytes(double bytes) {
    return String.format(Locale.ROOT, "%,.1f kB", bytes / 1000);
  }

  private static String megabytes(long bytes) {
    return String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
  }

  private List<Path> pictures(String folder) throws IOException {
    try (Stream<Path> files = Files.list(shipped.resolve("images").resolve(folder))) {
      return files.filter(file -> !file.toString().endsWith(".csv")).sorted().toList();
    }
  }

  private static void empty(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
