package io.edgeveil.gateway.app;

import io.edgeveil.command.CommandLineOnly;
import io.edgeveil.command.Terminal;
import io.edgeveil.core.json.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code run}: serves until it is told to stop. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = "Serves the models of a folder, with a broker of its own unless one is named.")
final class RunCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private RunOptions options;

  @CommandLineOnly
  @Option(
      names = "--forget-history",
      description = "Put a damaged history of devices aside and begin a new one.")
  private boolean forgetHistory;

  @CommandLineOnly
  @Option(names = "--json", description = "Tell of the start in one JSON object; log to stderr.")
  private boolean json;

  @Override
  public Integer call() throws StartException, IOException {
    GatewaySettings settings = options.settings(forgetHistory);
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
      out.print(Banner.text(server, options.data(), Terminal.isOutput()));
    }
    out.flush();
  }
}
