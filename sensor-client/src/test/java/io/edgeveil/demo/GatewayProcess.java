package io.edgeveil.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A running {@code edgeveil-gateway run}; stopped, and waited for, on close or when this process
 * ends.
 */
final class GatewayProcess implements AutoCloseable {
  private static final long EXIT_SECONDS = 20;

  private final Process process;
  private final Path log;
  private final Thread stopper;

  private GatewayProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
    this.stopper = new Thread(process::destroyForcibly, "stop the gateway");
    Runtime.getRuntime().addShutdownHook(stopper);
  }

  /**
   * Starts a gateway, without waiting until it is ready.
   *
   * @param arguments with {@code --json}, so that it prints one line, when it has started
   * @param log gets all else it says
   */
  static GatewayProcess start(Program gateway, List<String> arguments, Path log)
      throws IOException {
    Process process = gateway.start(arguments, ProcessBuilder.Redirect.to(log.toFile()));
    return new GatewayProcess(process, log);
  }

  /**
   * Waits until it is ready.
   *
   * @return where it is reached
   * @throws DemoFailedException if it ends before
   */
  Addresses awaitAddresses() throws IOException, DemoFailedException {
    String started = process.inputReader().readLine();
    if (started == null) {
      throw new DemoFailedException("the gateway ended before it was ready, see " + log);
    }
    JsonNode facts = Program.parse(started);
    List<String> all = new ArrayList<>();
    all.add(facts.required("broker").textValue());
    all.add(facts.required("tls").textValue());
    facts.required("coap").forEach(address -> all.add(address.textValue()));
    return new Addresses(all);
  }

  /**
   * Where a gateway is reached.
   *
   * @param all addresses, that of the broker without TLS first
   */
  record Addresses(List<String> all) {

    int brokerPort() {
      return URI.create(all.get(0)).getPort();
    }

    /**
     * The address of a scheme.
     *
     * @throws DemoFailedException if there is none
     */
    String of(String scheme) throws DemoFailedException {
      String wanted = scheme.equals("mqtt") ? "tcp" : scheme; // the same, by another name
      return all.stream()
          .filter(address -> address.startsWith(wanted + "://"))
          .findFirst()
          .orElseThrow(() -> new DemoFailedException("no " + scheme + " among " + all));
    }
  }

  @Override
  public void close() throws DemoFailedException {
    process.destroy();
    try {
      if (!process.waitFor(EXIT_SECONDS, TimeUnit.SECONDS)) {
        throw new DemoFailedException("the gateway did not stop within " + EXIT_SECONDS + " s");
      }
      Runtime.getRuntime().removeShutdownHook(stopper);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DemoFailedException("interrupted while the gateway was stopping");
    }
  }
}
