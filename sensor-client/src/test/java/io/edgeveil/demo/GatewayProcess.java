package io.edgeveil.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A running {@code edgeveil-gateway run}; stopped, and waited for, on close or when this process
 * ends.
 */
final class GatewayProcess implements AutoCloseable {
  private static final long EXIT_SECONDS = 20;

  private final Process process;
  private final int port;
  private final Thread reader;
  private final Thread stopper;

  private GatewayProcess(Process process, int port, Thread reader) {
    this.process = process;
    this.port = port;
    this.reader = reader;
    this.stopper = new Thread(process::destroyForcibly, "stop the gateway");
    Runtime.getRuntime().addShutdownHook(stopper);
  }

  /**
   * Starts a gateway and waits until it says that it has started.
   *
   * @param arguments with {@code --json}
   * @throws DemoFailedException if it ends before
   */
  static GatewayProcess start(Program gateway, List<String> arguments)
      throws IOException, DemoFailedException {
    Process process = gateway.start(arguments);
    BufferedReader output = process.inputReader();
    String started = output.readLine();
    if (started == null) {
      process.destroy();
      throw new DemoFailedException(gateway.shown(arguments) + " ended before it was ready");
    }
    URI broker = URI.create(Program.parse(started).required("broker").textValue());
    // Its later lines are read away, so that it never waits for a reader.
    Thread reader = new Thread(() -> output.lines().forEach(line -> {}), "gateway output");
    reader.setDaemon(true);
    reader.start();
    return new GatewayProcess(process, broker.getPort(), reader);
  }

  /** Where its broker listens on the loopback interface. */
  int port() {
    return port;
  }

  @Override
  public void close() throws DemoFailedException {
    process.destroy();
    try {
      if (!process.waitFor(EXIT_SECONDS, TimeUnit.SECONDS)) {
        throw new DemoFailedException("the gateway did not stop within " + EXIT_SECONDS + " s");
      }
      reader.join();
      Runtime.getRuntime().removeShutdownHook(stopper);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DemoFailedException("interrupted while the gateway was stopping");
    }
  }
}
