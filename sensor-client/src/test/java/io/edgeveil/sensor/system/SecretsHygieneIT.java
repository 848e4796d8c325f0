package io.edgeveil.sensor.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.edgeveil.broker.client.BrokerAddress;
import io.edgeveil.broker.client.BrokerConnection;
import io.edgeveil.broker.client.BrokerListener;
import io.edgeveil.broker.client.ConnectionLostException;
import io.edgeveil.broker.client.ConnectionSettings;
import io.edgeveil.broker.client.Credentials;
import io.edgeveil.broker.client.IncomingMessage;
import io.edgeveil.broker.client.Qos;
import io.edgeveil.core.image.PictureFile;
import io.edgeveil.core.image.PictureTensors;
import io.edgeveil.core.manifest.Manifest;
import io.edgeveil.core.manifest.ModelBundle;
import io.edgeveil.core.tensor.Tensor;
import io.edgeveil.core.wire.Topics;
import io.edgeveil.sensor.secrets.BundleSecrets;
import io.edgeveil.sensor.secrets.Secret;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole story with the delivered jars, each in a process of its own: model, pads, account,
 * gateway, pictures, a wrong password, a damaged pad. All of them log whatever they and their
 * libraries have to say, as a careless operator might have it. Then everything that others than the
 * owner of the files can read is searched for every secret.
 */
class SecretsHygieneIT {
  private static final String DEVICE = WholeSystem.DEVICE;
  private static final String OTHER = "other-cam";
  private static final int PICTURES = 3;
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path home;
  private static Path bundle;
  private static Path other;
  private static Path logs;
  private static Path noise;
  private static final List<Secret> secrets = new ArrayList<>();
  private static final Set<String> gathered = new HashSet<>(); // files of which there are secrets
  private static final Map<String, byte[]> said = new LinkedHashMap<>();

  @BeforeAll
  static void tell() throws Exception {
    bundle = home.resolve(DEVICE);
    other = home.resolve(OTHER);
    logs = Files.createDirectory(home.resolve("said"));
    Path model = home.resolve("models").resolve(WholeSystem.MODEL);
    run(
        0,
        modelJar(
            "import",
            WholeSystem.demo("networks/lenet5_mnist.onnx"),
            "--name",
            WholeSystem.MODEL,
            "--calibration",
            WholeSystem.demo("images/mnist200"),
            "--preprocess",
            WholeSystem.demo("networks/grey.preprocess.json"),
            "-o",
            home.resolve("models")));
    run(0, modelJar("pads", model, "--device", DEVICE, "--count", 7, "--json", "-o", bundle));
    Path data = home.resolve("data");
    run(0, gatewayJar("device", "add", DEVICE, "-o", bundle, "--data", data));
    noise = writeNoise(home.resolve("noise.png"));
    gatherSecrets(model);
    Process first = start("gateway", gateway(data, "--no-coap"));
    await()
        .atMost(60, SECONDS)
        .until(() -> !first.isAlive() || saidBy("gateway").contains("Ctrl-C"));
    stop(first);
    gatherFileSecrets();
    Process gateway =
        start("gateway-json", gateway(data, "--json", "--coap-port", 0, "--coaps-port", 0));
    try {
      JsonNode started = started(gateway, "gateway-json");
      BrokerAddress broker = BrokerAddress.parse(started.path("broker").asText());
      inferOverCoap(started);
      inferAndFail(broker);
      runTheOtherVerbs(model, data, broker);
    } finally {
      stop(gateway);
    }
    try (Stream<Path> files = Files.list(logs)) {
      for (Path file : files.toList()) {
        said.put(file.getFileName().toString(), Files.readAllBytes(file));
      }
    }
  }

  /** All verbs that have not had their turn, and those that have with what another start says. */
  private static void runTheOtherVerbs(Path model, Path data, BrokerAddress broker)
      throws Exception {
    Path digits = WholeSystem.demo("images/mnist200");
    run(0, modelJar("plan", model));
    run(
        0,
        modelJar(
            "verify",
            model,
            "--limit",
            2,
            "--images",
            digits,
            "--reference",
            digits.resolve("reference.csv")));
    run(0, modelJar("pads", model, "--device", OTHER, "--count", 3, "-o", other));
    gatherPadSecrets(model, other, 3);
    run(0, gatewayJar("device", "add", OTHER, "-o", other, "--data", data));
    gatherFileSecrets();
    run(0, gatewayJar("device", "rotate", OTHER, "-o", other, "--data", data));
    gatherFileSecrets();
    run(0, gatewayJar("device", "list", "--data", data));
    run(0, gatewayJar("broker-files", "--mosquitto", home.resolve("files"), "--data", data));
    run(0, gatewayJar("doctor", "--models", home.resolve("models"), "--data", data, "--port", 0));
    run(0, gatewayJar("config"));
    run(0, sensorJar("doctor", "--bundle", other, "--gateway", broker));
    run(0, sensorJar("quarantine", "--bundle", other));
    run(0, sensorJar("config"));
    run(
        0,
        sensorJar(
            "bench",
            "--bundle",
            other,
            "--gateway",
            broker,
            "--count",
            1,
            "--turns",
            1,
            "--warm-up",
            0,
            noise));
    run(
        0,
        sensorJar(
            "watch",
            "--bundle",
            other,
            "--gateway",
            broker,
            "--count",
            1,
            "--every",
            "1s",
            "--fake-camera",
            noise));
    refillFromDealer(model);
    run(0, gatewayJar("device", "revoke", OTHER, "--data", data));
    gatherFileSecrets();
  }

  /** A gateway that deals makes pads, and sees the seeds of their masks. */
  private static void refillFromDealer(Path model) throws Exception {
    Path data = home.resolve("dealer");
    Path account = home.resolve("account");
    run(0, gatewayJar("device", "add", OTHER, "-o", account, "--data", data));
    gatherFileSecrets();
    Process dealer =
        start("dealer", gateway(data, "--deal", "--name", "dealer", "--json", "--no-coap"));
    try {
      String address = started(dealer, "dealer").path("broker").asText();
      run(
          0,
          sensorJar(
              "refill",
              "--bundle",
              other,
              "--dealer",
              address,
              "--credentials",
              account,
              "--count",
              2));
    } finally {
      stop(dealer);
    }
    List<Path> sets;
    try (Stream<Path> files = Files.list(other.resolve("pads"))) {
      sets = files.filter(Files::isDirectory).toList();
    }
    for (Path set : sets) {
      gatherPadSecrets(model, set, 2);
    }
  }

  /**
   * A picture without black by each scheme of CoAP over UDP. Californium's trace shows payloads;
   * where a result is 0, what is on the wire is the mask's image, and rightly so.
   */
  private static void inferOverCoap(JsonNode started) throws Exception {
    for (JsonNode address : started.required("coap")) {
      if (!address.asText().contains("+tcp")) {
        run(0, sensorJar("infer", "--bundle", bundle, "--gateway", address.asText(), noise));
      }
    }
  }

  private static void inferAndFail(BrokerAddress broker) throws Exception {
    JsonNode viewer = JSON.readTree(Files.readAllBytes(home.resolve("data/viewer.json")));
    ByteArrayOutputStream topics = new ByteArrayOutputStream();
    Credentials credentials =
        Credentials.of("viewer", viewer.path("password").asText().toCharArray());
    try (BrokerConnection watching =
        BrokerConnection.open(
            ConnectionSettings.to(broker, "hygiene").withCredentials(credentials),
            new Kept(topics))) {
      watching.subscribe(Topics.everyDeviceStatus(), Qos.AT_LEAST_ONCE);
      watching.subscribe(Topics.everyGatewayStatus(), Qos.AT_LEAST_ONCE);
      List<Object> infer =
          new ArrayList<>(List.of("infer", "--bundle", bundle, "--gateway", broker));
      run(0, sensorJar("status", "--json", "--bundle", bundle));
      List<Object> pictures = new ArrayList<>(infer);
      pictures.add("--json");
      pictures.addAll(WholeSystem.digits().subList(0, PICTURES));
      run(0, sensorJar(pictures.toArray()));

      Path wrong = Files.writeString(home.resolve("password"), "Wr0ngButSecret42\n");
      Files.setPosixFilePermissions(wrong, PosixFilePermissions.fromString("rw-------"));
      secrets.add(Secret.ofText("the wrong password", "Wr0ngButSecret42"));
      List<Object> refused = new ArrayList<>(infer);
      refused.addAll(List.of("--password-file", wrong, WholeSystem.digits().get(0)));
      run(1, sensorJar(refused.toArray()));

      damage(BundleSecrets.only(bundle, "pads.bin"));
      List<Object> damaged = new ArrayList<>(infer);
      damaged.add(WholeSystem.digits().get(0));
      run(1, sensorJar(damaged.toArray()));
      run(0, sensorJar("status", "--bundle", bundle));
      await().until(() -> topics.toString(UTF_8).contains("\"inferences\":" + PICTURES));
    }
    said.put("topics", topics.toByteArray());
  }

  private static Path writeNoise(Path file) throws Exception {
    BufferedImage image = new BufferedImage(28, 28, BufferedImage.TYPE_BYTE_GRAY);
    Random random = new Random(1);
    for (int y = 0; y < 28; y++) {
      for (int x = 0; x < 28; x++) {
        image.getRaster().setSample(x, y, 0, 64 + random.nextInt(192));
      }
    }
    assertThat(ImageIO.write(image, "png", file.toFile())).isTrue();
    return file;
  }

  /** Flips a bit in every record. */
  private static void damage(Path pads) throws Exception {
    byte[] bytes = Files.readAllBytes(pads);
    for (int i = 144; i < bytes.length; i += 1000) {
      bytes[i] ^= 1;
    }
    Files.write(pads, bytes, StandardOpenOption.WRITE);
  }

  private static void gatherSecrets(Path modelPath) throws Exception {
    ModelBundle model = ModelBundle.open(modelPath);
    Manifest manifest = model.manifest();
    PlainNetwork plain = new PlainNetwork(modelPath);
    gatherPadSecrets(modelPath, bundle, 6);
    PictureTensors tensors = PictureTensors.of(manifest.preprocessing(), manifest.inputShape());
    List<Path> pictures = new ArrayList<>(WholeSystem.digits().subList(0, PICTURES));
    pictures.add(noise);
    for (Path digit : pictures) {
      List<int[]> inputs = new ArrayList<>();
      List<int[]> results = new ArrayList<>();
      Tensor output = plain.run(tensors.tensor(PictureFile.read(digit)), inputs, results);
      for (int layer = 0; layer < inputs.size(); layer++) {
        String of = " of layer " + layer + ", " + digit.getFileName();
        secrets.add(Secret.ofIntegers("input" + of, inputs.get(layer)));
        secrets.add(Secret.ofIntegers("result" + of, results.get(layer)));
      }
      for (float value : output.values()) {
        secrets.add(Secret.ofText("an output of " + digit.getFileName(), String.valueOf(value)));
      }
    }
    gatherFileSecrets();
  }

  /** What follows from the state of the one pad set in a folder, of which no pad is used. */
  private static void gatherPadSecrets(Path modelPath, Path folder, int pads) throws Exception {
    ModelBundle model = ModelBundle.open(modelPath);
    byte[] digest = HexFormat.of().parseHex(model.digest());
    PlainNetwork plain = new PlainNetwork(modelPath);
    secrets.addAll(BundleSecrets.of(folder, model.manifest(), digest, pads, plain::multiply));
  }

  /** What model, accounts and gateways have written so far. */
  private static void gatherFileSecrets() throws Exception {
    try (Stream<Path> files = Files.walk(home)) {
      for (Path file : files.filter(SecretsHygieneIT::isPrivate).toList()) {
        if (gathered.add(file + " of " + Files.getLastModifiedTime(file))) {
          secrets.addAll(within(file));
        }
      }
    }
  }

  /** The secrets in a file of mode 0600, whatever later releases put there. */
  private static List<Secret> within(Path file) throws Exception {
    String name = file.getFileName().toString();
    byte[] bytes = Files.readAllBytes(file);
    if (name.equals("viewer.json")) {
      String password = JSON.readTree(bytes).required("password").asText();
      return List.of(Secret.ofText("the viewer's password", password));
    }
    if (name.equals("credentials.json")) {
      JsonNode credentials = JSON.readTree(bytes);
      String preShared = credentials.required("psk").asText();
      return List.of(
          Secret.ofText("the device's password", credentials.required("password").asText()),
          Secret.ofText("the pre-shared key as text", preShared),
          Secret.ofBytes("the pre-shared key", Base64.getUrlDecoder().decode(preShared)));
    }
    if (name.equals("coap.key")) {
      return List.of(Secret.ofBytes(name, bytes));
    }
    List<Secret> found = new ArrayList<>();
    String text = new String(bytes, UTF_8);
    if (text.contains("PRIVATE KEY-----")) {
      String body = text.replaceAll("(?s).*PRIVATE KEY-----\\s(.*?)-----END.*", "$1");
      byte[] key = Base64.getMimeDecoder().decode(body);
      found.add(Secret.ofBytes(name, Arrays.copyOfRange(key, key.length / 2, key.length)));
    } else if (name.endsWith(".bin") && !name.equals("state.bin")) {
      // What follows the header: sealed records, integrity secrets.
      for (int at = 256; at + 64 <= bytes.length; at += Math.max(64, bytes.length / 8)) {
        found.add(Secret.ofBytes(name + " at " + at, Arrays.copyOfRange(bytes, at, at + 64)));
      }
    }
    return found;
  }

  private static boolean isPrivate(Path file) {
    try {
      return PosixFilePermissions.toString(Files.getPosixFilePermissions(file)).equals("rw-------");
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void nothingThatWasSaidHoldsASecret() {
    assertThat(secrets).hasSizeGreaterThan(100);
    assertThat(said).containsKey("topics").hasSizeGreaterThan(10);
    said.forEach((name, bytes) -> assertThat(Secret.namesIn(bytes, secrets)).as(name).isEmpty());
  }

  @Test
  void noFileHoldsASecretButThoseOfTheirOwnerAlone() throws Exception {
    try (Stream<Path> files = Files.walk(home)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (!file.startsWith(logs)
            && !Secret.namesIn(Files.readAllBytes(file), secrets).isEmpty()) {
          assertThat(isPrivate(file)).as(file.toString()).isTrue();
          assertThat(home.relativize(file).toString())
              .matches(
                  "(porch-cam|other-cam|account|files)/.+|(data|dealer)/(?!broker/).+|password");
        }
      }
    }
  }

  /** The search would have found them: the logs are there, and what is planted is found. */
  @Test
  void aPlantedSecretIsFound() {
    assertThat(new String(said.get("gateway-json.err"), UTF_8)).contains("TRACE", "DEBUG");
    String sensor =
        said.entrySet().stream()
            .filter(output -> output.getKey().matches("\\d+-sensor-infer.err"))
            .map(output -> new String(output.getValue(), UTF_8))
            .reduce("", String::concat);
    assertThat(sensor).contains("FINE GatewaySession: session with gateway");
    assertThat(new String(said.get("topics"), UTF_8))
        .contains("edgeveil/device/porch-cam/stats", "edgeveil/gateway/gw-1/health");
    byte[] log = said.get("gateway-json.err");
    byte[] key = {7, -3, 99, 101, -120, 45, 6, 77, 31, -9, 18, 64, 3, 5, 8, 13};
    Secret secret = Secret.ofBytes("planted", key);
    assertThat(secret.isIn(log)).isFalse();
    for (String form :
        List.of(
            Arrays.toString(key),
            HexFormat.of().formatHex(key),
            Base64.getEncoder().encodeToString(key))) {
      byte[] planted = Arrays.copyOf(log, log.length + form.length());
      System.arraycopy(form.getBytes(UTF_8), 0, planted, log.length, form.length());
      assertThat(secret.isIn(planted)).as(form).isTrue();
    }
  }

  /** Keeps every message with its topic. */
  private record Kept(ByteArrayOutputStream topics) implements BrokerListener {
    @Override
    public void messageArrived(IncomingMessage message) {
      topics.writeBytes((message.topic() + " ").getBytes(UTF_8));
      topics.writeBytes(message.payload());
      topics.writeBytes(new byte[] {'\n'});
    }

    @Override
    public void connectionLost(ConnectionLostException reason) {}
  }

  private static List<String> modelJar(Object... args) {
    return java("model", args);
  }

  private static List<String> gatewayJar(Object... args) {
    return java("gateway", args);
  }

  private static List<String> sensorJar(Object... args) {
    List<String> command = java("sensor", args);
    command.addAll(List.of("--log-level", "debug"));
    return command;
  }

  /** A gateway at any ports. */
  private static List<String> gateway(Path data, Object... more) {
    List<Object> args = new ArrayList<>(List.of("run", "--models", home.resolve("models")));
    args.addAll(List.of("--data", data, "--port", 0, "--websocket-port", 0, "--http-port", 0));
    args.addAll(List.of(more));
    return gatewayJar(args.toArray());
  }

  private static List<String> java(String program, Object... args) {
    String resources = "src/test/resources/everything-";
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dlogback.configurationFile=" + Path.of(resources + "logback.xml").toUri(),
                "-Djava.util.logging.config.file=" + resources + "logging.properties",
                "-jar",
                System.getProperty("edgeveil." + program + ".jar")));
    for (Object arg : args) {
      command.add(arg.toString());
    }
    return command;
  }

  private static Process start(String name, List<String> command) throws Exception {
    return new ProcessBuilder(command)
        .redirectOutput(logs.resolve(name + ".out").toFile())
        .redirectError(logs.resolve(name + ".err").toFile())
        .start();
  }

  private static void run(int exitCode, List<String> command) throws Exception {
    String name =
        logs.toFile().list().length / 2
            + "-"
            + Path.of(command.get(4)).getFileName().toString().replaceAll("edgeveil-|\\.jar", "")
            + "-"
            + command.get(5);
    Process process = start(name, command);
    assertThat(process.waitFor(60, SECONDS)).as(name).isTrue();
    assertThat(process.exitValue()).as(name).isEqualTo(exitCode);
  }

  private static void stop(Process gateway) throws InterruptedException {
    gateway.destroy();
    assertThat(gateway.waitFor(30, SECONDS)).isTrue();
  }

  private static String saidBy(String name) throws IOException {
    return Files.readString(logs.resolve(name + ".out"));
  }

  /** What it says when it has started. */
  private static JsonNode started(Process gateway, String name) throws IOException {
    await().atMost(60, SECONDS).until(() -> !gateway.isAlive() || saidBy(name).endsWith("}\n"));
    return JSON.readTree(saidBy(name));
  }
}
