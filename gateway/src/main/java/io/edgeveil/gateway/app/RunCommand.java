package io.edgeveil.gateway.app;

import io.edgeveil.broker.client.BrokerAddress;
import io.edgeveil.broker.client.Credentials;
import io.edgeveil.core.json.Json;
import io.edgeveil.core.wire.Ids;
import io.edgeveil.gateway.account.DataFolder;
import io.edgeveil.gateway.serving.Limits;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code run}: serves until it is told to stop. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = "Serves the models of a folder, with a broker of its own unless one is named.")
final class RunCommand implements Callable<Integer> {
  private static final int MAX_PORT = 65_535;

  @Spec private CommandSpec spec;

  @Option(
      names = "--models",
      required = true,
      paramLabel = "DIR",
      description = "Folder of model bundles, <name>/<version>/.")
  private Path models;

  @Option(
      names = "--name",
      defaultValue = "gw-1",
      paramLabel = "ID",
      description = "Id of this gateway. Default: ${DEFAULT-VALUE}")
  private String name;

  @Option(
      names = "--data",
      defaultValue = "edgeveil-data",
      paramLabel = "DIR",
      description = "Where accounts and the history of devices are kept. Default: ${DEFAULT-VALUE}")
  private Path data;

  @Option(
      names = "--port",
      defaultValue = "1883",
      description = "MQTT port of the embedded broker, 0 for any. Default: ${DEFAULT-VALUE}")
  private int port;

  @Option(
      names = "--websocket-port",
      paramLabel = "PORT",
      defaultValue = "8000",
      description = "Websocket port of the embedded broker, 0 for any. Default: ${DEFAULT-VALUE}")
  private int websocketPort;

  @Option(
      names = "--bind",
      paramLabel = "ADDRESS",
      defaultValue = "127.0.0.1",
      description =
          "Address the embedded broker listens on; 0.0.0.0 for all. Default: ${DEFAULT-VALUE}")
  private InetAddress bind;

  @Option(
      names = "--broker",
      paramLabel = "tcp://HOST:PORT",
      description = "Use this broker instead of an embedded one.")
  private String broker;

  @Option(names = "--user", description = "User name with that broker. Default: the gateway's id")
  private String user;

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description = "File whose first line is the password with that broker.")
  private Path passwordFile;

  @Option(
      names = "--kernel",
      defaultValue = "auto",
      description = "auto, onednn, nd4j or reference. Default: ${DEFAULT-VALUE}")
  private String kernel;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Layers computed at once. Default: one for each processor")
  private Integer threads;

  @Option(
      names = "--deal",
      description =
          "Also make pads for devices that send seeds, as long as this gateway never computes for"
              + " them.")
  private boolean deal;

  @Option(
      names = "--forget-history",
      description = "Put a damaged history of devices aside and begin a new one.")
  private boolean forgetHistory;

  @Option(names = "--json", description = "Tell of the start in one JSON object; log to stderr.")
  private boolean json;

  @Override
  public Integer call() throws StartException, IOException {
    GatewaySettings settings = settings();
    CountDownLatch stopped = new CountDownLatch(1);
    try (GatewayServer server = GatewayServer.start(settings)) {
      Thread hook = new Thread(() -> stop(server, stopped), "edgeveil-stop");
      Runtime.getRuntime().addShutdownHook(hook);
      greet(server);
      awaitStop(stopped, hook);
      return CommandLine.ExitCode.OK;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return CommandLine.ExitCode.OK;
    }
  }

  private static void stop(GatewayServer server, CountDownLatch stopped) {
    server.close();
    stopped.countDown();
  }

  /**
   * Returns when the JVM shuts down; an interrupt ends the wait, and the hook is needed no more.
   */
  private static void awaitStop(CountDownLatch stopped, Thread hook) throws InterruptedException {
    try {
      stopped.await();
    } catch (InterruptedException e) {
      Runtime.getRuntime().removeShutdownHook(hook);
      throw e;
    }
  }

  private void greet(GatewayServer server) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(new String(Json.write(Banner.facts(server)), StandardCharsets.UTF_8));
    } else {
      out.print(Banner.text(server, data));
    }
    out.flush();
  }

  private GatewaySettings settings() throws IOException {
    if (!Ids.isId(name)) {
      throw usage("--name must match [a-z0-9_-]{1,64}, got '" + name + "'");
    }
    int count = threads == null ? Runtime.getRuntime().availableProcessors() : threads;
    if (count < 1 || count > 1024) {
      throw usage("--threads must be 1..1024, got " + count);
    }
    return new GatewaySettings(
        name, models, side(), kernel, count, limits(), data, forgetHistory, deal);
  }

  private Limits limits() {
    try {
      return LimitOptions.read(
          spec.commandLine().getParseResult(), Runtime.getRuntime().maxMemory());
    } catch (IllegalArgumentException e) {
      throw usage(e.getMessage());
    }
  }

  private BrokerSide side() throws IOException {
    if (broker != null) {
      return foreign();
    }
    if (user != null || passwordFile != null) {
      throw usage("--user and --password-file belong to --broker");
    }
    if (port < 0 || port > MAX_PORT || websocketPort < 0 || websocketPort > MAX_PORT) {
      throw usage("a port must be 0..65535");
    }
    if (port == websocketPort && port != 0) {
      throw usage("--port and --websocket-port are both " + port);
    }
    return new BrokerSide.Embedded(new DataFolder(data), bind, port, websocketPort);
  }

  private BrokerSide foreign() throws IOException {
    if (passwordFile == null) {
      throw usage("--broker needs --password-file (and --user if it is not the gateway's id)");
    }
    BrokerAddress address;
    try {
      address = BrokerAddress.parse(broker);
    } catch (IllegalArgumentException e) {
      throw usage("--broker: " + e.getMessage());
    }
    String password;
    try (var lines = Files.lines(passwordFile)) {
      password = lines.findFirst().orElse("").strip();
    }
    if (password.isEmpty()) {
      throw new IOException("no password in " + passwordFile);
    }
    return new BrokerSide.Foreign(
        address, Credentials.of(user == null ? name : user, password.toCharArray()));
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
