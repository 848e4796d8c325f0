package io.edgeveil.sensor.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.edgeveil.broker.DeviceQuota;
import io.edgeveil.broker.client.Credentials;
import io.edgeveil.broker.client.TlsIdentity;
import io.edgeveil.core.json.Json;
import io.edgeveil.gateway.account.DataFolder;
import io.edgeveil.gateway.account.DeviceAccounts;
import io.edgeveil.gateway.app.BrokerSide;
import io.edgeveil.gateway.app.CoapSide;
import io.edgeveil.gateway.app.GatewayServer;
import io.edgeveil.gateway.app.GatewaySettings;
import io.edgeveil.gateway.app.WebSide;
import io.edgeveil.gateway.serving.Limit;
import io.edgeveil.gateway.serving.Limits;
import io.edgeveil.prepare.app.ModelCommand;
import io.edgeveil.sensor.app.SensorCommand;
import io.edgeveil.sensor.transport.coap.CoapAccess;
import io.edgeveil.sensor.transport.coap.CoapAddress;
import io.edgeveil.sensor.transport.coap.SharedKey;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** All parts in one process, each used as its own command line uses it, on real networks. */
final class WholeSystem implements AutoCloseable {
  static final String DEVICE = "porch-cam";
  static final String MODEL = "lenet5_mnist";

  private final Path home;
  private final DataFolder data;
  private GatewayServer gateway;

  WholeSystem(Path home) {
    this.home = home;
    this.data = new DataFolder(home.resolve("data"));
  }

  static Path demo(String path) {
    return Path.of(System.getProperty("edgeveil.demo")).resolve(path);
  }

  /** The 200 digits, in the order of their names. */
  static List<Path> digits() throws IOException {
    try (Stream<Path> files = Files.list(demo("images/mnist200"))) {
      return files.filter(file -> file.toString().endsWith(".png")).sorted().toList();
    }
  }

  Path models() {
    return home.resolve("models");
  }

  Path model() {
    return models().resolve(MODEL);
  }

  /** Imports LeNet for digits. */
  void importDigits(Path models, String version, int activationBits) {
    model(
        "import",
        demo("networks/lenet5_mnist.onnx").toString(),
        "--name",
        MODEL,
        "--version",
        version,
        "--calibration",
        demo("images/mnist200").toString(),
        "--preprocess",
        demo("networks/grey.preprocess.json").toString(),
        "--labels",
        demo("networks/lenet5_mnist.labels.txt").toString(),
        "--activation-bits",
        String.valueOf(activationBits),
        "-o",
        models.toString());
  }

  /** Imports ResNet-20 for clothes; its folder. */
  Path importFashion() {
    model(
        "import",
        demo("networks/resnet20_fashion.onnx").toString(),
        "--name",
        "resnet20_fashion",
        "--calibration",
        demo("images/fashion200").toString(),
        "--preprocess",
        demo("networks/grey.preprocess.json").toString(),
        "--labels",
        demo("networks/fashion.labels.txt").toString(),
        "-o",
        models().toString());
    return models().resolve("resnet20_fashion");
  }

  /** Makes a bundle without credentials. */
  Path makePads(Path model, String bundle, int count) {
    return makePads(model, bundle, DEVICE, count);
  }

  /** The same for another device. */
  Path makePads(Path model, String bundle, String device, int count) {
    Path directory = home.resolve(bundle);
    model(
        "pads",
        model.toString(),
        "--device",
        device,
        "--count",
        String.valueOf(count),
        "-o",
        directory.toString());
    return directory;
  }

  /** The only pad set of a bundle. */
  static Path padSet(Path bundle) throws IOException {
    try (Stream<Path> sets = Files.list(bundle.resolve("pads"))) {
      return sets.findFirst().orElseThrow();
    }
  }

  private static void model(String... args) {
    StringWriter err = new StringWriter();
    int exitCode =
        ModelCommand.run(new PrintWriter(new StringWriter()), new PrintWriter(err), args);
    assertThat(exitCode).as(err.toString()).isZero();
  }

  void startGateway() throws Exception {
    startGateway(0);
  }

  /** Starts a gateway with its broker; the same accounts every time. */
  void startGateway(int port) throws Exception {
    gateway = GatewayServer.start(settings("edge", models(), broker(port)));
  }

  /** Starts a gateway whose broker lets a device publish as fast as it can. */
  void startGatewayWithoutQuota() throws Exception {
    DeviceQuota endless = new DeviceQuota(Integer.MAX_VALUE, Long.MAX_VALUE);
    InetAddress here = InetAddress.getLoopbackAddress();
    BrokerSide.Embedded broker =
        new BrokerSide.Embedded(data, here, 0, 0, OptionalInt.empty(), List.of(), endless);
    gateway = GatewayServer.start(settings("edge", models(), broker));
  }

  private BrokerSide.Embedded broker(int port) {
    return new BrokerSide.Embedded(data, InetAddress.getLoopbackAddress(), port, 0);
  }

  private static GatewaySettings settings(String name, Path models, BrokerSide broker) {
    return GatewaySettings.of(name, models, broker).withKernel("reference");
  }

  /** Starts a gateway that also listens for CoAP, wherever it can; the same accounts every time. */
  void startGatewayWithCoap() throws Exception {
    startGatewayWithCoap(CoapSide.anyPorts());
  }

  /** The same, listening where the gateway did that runs now, which is ended first. */
  void restartGatewayWithCoap() throws Exception {
    CoapSide before =
        new CoapSide(
            gateway.coapPort(), gateway.coapsPort(), InetAddress.getLoopbackAddress(), List.of());
    stopGateway();
    startGatewayWithCoap(before);
  }

  /** The same, listening where it is told. */
  void startGatewayWithCoap(CoapSide coap) throws Exception {
    gateway = GatewayServer.start(settings("edge", models(), broker(0)).withCoap(coap));
  }

  /** The same, forgetting unfinished tensors, and finished ones, after so many seconds. */
  void startForgetfulGatewayWithCoap(int seconds) throws Exception {
    gateway =
        GatewayServer.start(
            settings("edge", models(), broker(0))
                .withLimits(
                    Limits.forHeap(Runtime.getRuntime().maxMemory())
                        .with(Limit.TENSOR_SECONDS, seconds)
                        .with(Limit.OPENS_PER_MINUTE, 1000))
                .withCoap(CoapSide.anyPorts()));
  }

  /** Starts a gateway with its web page. */
  void startGatewayWithWeb() throws Exception {
    gateway = GatewayServer.start(settings("edge", models(), broker(0)).withWeb(WebSide.anyPort()));
  }

  /** Where the gateway is reached by a scheme of CoAP. */
  CoapAddress coap(CoapAddress.Scheme scheme) {
    int port = (scheme.isSecure() ? gateway.coapsPort() : gateway.coapPort()).orElseThrow();
    return new CoapAddress(scheme, "127.0.0.1", port);
  }

  /** With all that a bundle has to prove who it is. */
  @SuppressWarnings("unchecked")
  static CoapAccess access(Path bundle, CoapAddress address) throws Exception {
    Map<String, String> file =
        Json.read(Files.readAllBytes(bundle.resolve("credentials.json")), Map.class);
    CoapAccess access =
        CoapAccess.to(address, DEVICE)
            .withPassword(Credentials.of(file.get("user"), file.get("password").getBytes(UTF_8)))
            .withIdentity(
                TlsIdentity.read(
                    bundle.resolve("ca.pem"),
                    bundle.resolve("certificate.pem"),
                    bundle.resolve("key.pem")));
    return file.containsKey("psk")
        ? access.withKey(SharedKey.of(Base64.getUrlDecoder().decode(file.get("psk"))))
        : access;
  }

  /** Starts a gateway that deals, with a broker of its own; where that speaks TLS. */
  String startDealer(String name, Path dealtModels) throws Exception {
    gateway = GatewayServer.start(settings(name, dealtModels, broker(0).withTlsPort(0)).asDealer());
    return gateway.tlsAddress().orElseThrow().toString();
  }

  /** Starts a gateway whose broker also speaks TLS; where. */
  String startGatewayWithTls() throws Exception {
    return startGatewayWithTls("edge", models());
  }

  /** The same under another name and with models of another place. */
  String startGatewayWithTls(String name, Path served) throws Exception {
    gateway = GatewayServer.start(settings(name, served, broker(0).withTlsPort(0)));
    return gateway.tlsAddress().orElseThrow().toString();
  }

  /** What a malicious gateway does with its memory, while it does not run. */
  void forgetHistory() throws IOException {
    try (Stream<Path> files = Files.list(data.path().resolve("history"))) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
  }

  GatewayServer gateway() {
    return gateway;
  }

  int port() {
    return gateway.address().port();
  }

  void stopGateway() {
    gateway.close();
    gateway = null;
  }

  /** Enrols the device: its first bundle; others get a copy of the credentials. */
  void enrol(Path bundle) throws IOException {
    enrol(DEVICE, bundle);
  }

  /** Enrols another device. */
  void enrol(String device, Path bundle) throws IOException {
    var unused = new DeviceAccounts(data).add(device, bundle, gateway.address().toString());
  }

  /** What the sensor's command line did. */
  record Outcome(int exitCode, List<String> out, List<String> err) {}

  static Outcome sensor(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode = SensorCommand.run(new PrintWriter(out), new PrintWriter(err), args);
    return new Outcome(exitCode, out.toString().lines().toList(), err.toString().lines().toList());
  }

  static Outcome infer(Path bundle, String... more) {
    List<String> args = new ArrayList<>(List.of("infer", "--json", "--bundle", bundle.toString()));
    args.addAll(List.of(more));
    return sensor(args.toArray(String[]::new));
  }

  @Override
  public void close() {
    if (gateway != null) {
      gateway.close();
    }
  }
}
