package io.edgeveil.gateway.app;

import io.edgeveil.core.json.Json;
import io.edgeveil.core.wire.Ids;
import io.edgeveil.gateway.serving.Limits;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

  @Mixin private BrokerOptions brokerOptions;

  @Mixin private CoapOptions coapOptions;

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

  private void greet(GatewayServer server) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(new String(Json.write(Banner.facts(server)), StandardCharsets.UTF_8));
    } else {
      out.print(Banner.text(server, brokerOptions.data()));
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
        name,
        models,
        brokerOptions.side(spec, name),
        kernel,
        count,
        limits(),
        brokerOptions.data(),
        forgetHistory,
        deal,
        coapOptions.side(spec, brokerOptions.bind(), brokerOptions.hosts()));
  }

  private Limits limits() {
    try {
      return LimitOptions.read(
          spec.commandLine().getParseResult(), Runtime.getRuntime().maxMemory());
    } catch (IllegalArgumentException e) {
      throw usage(e.getMessage());
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
