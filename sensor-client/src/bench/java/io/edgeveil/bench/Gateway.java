package io.edgeveil.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.edgeveil.sensor.bench.ProcessUse;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code edgeveil-gateway run} with its own broker, in a process of its own. */
final class Gateway implements AutoCloseable {
  private final Process process;
  private final double readySeconds;
  private final JsonNode facts;

  private Gateway(Process process, double readySeconds, JsonNode facts) {
    this.process = process;
    this.readySeconds = readySeconds;
    this.facts = facts;
  }

  /**
   * Starts it, with all models of a folder, and waits until it is ready.
   *
   * @param machine options of the Java machine
   */
  static Gateway start(Workshop workshop, Path models, String... machine) throws Exception {
    Path log = workshop.folder("gateway").resolve("gateway.log");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(machine));
    command.addAll(List.of("-jar", workshop.gatewayJar().toString(), "run", "--json"));
    command.addAll(List.of("--models", models.toString(), "--data", workshop.data().toString()));
    command.addAll(List.of("--host", "localhost", "--port", "0", "--websocket-port", "0"));
    command.addAll(List.of("--tls-port", "0", "--no-coap", "--no-http"));
    // of one device more than a real one would send
    command.addAll(List.of("--max-bytes-per-second", "1000000000"));
    command.addAll(List.of("--max-chunks-per-second", "100000"));
    command.addAll(List.of("--device-messages", "100000", "--device-bytes", "1000000000"));
    command.addAll(List.of("--max-opens-per-minute", "1000"));
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(log.toFile());
    builder.environment().remove("OMP_NUM_THREADS"); // as users start it
    long startedNanos = System.nanoTime();
    Process process = builder.start();
    String ready = process.inputReader().readLine();
    double seconds = (System.nanoTime() - startedNanos) / 1e9;
    if (ready == null) {
      throw new IOException("the gateway did not start, see " + log);
    }
    return new Gateway(process, seconds, Workshop.json(ready));
  }

  /** From its start to its first word. */
  double readySeconds() {
    return readySeconds;
  }

  /** Where its broker listens without TLS. */
  String address() {
    return facts.required("broker").textValue();
  }

  /** CPU time of all its threads since its start, but for the Java machine's compilers. */
  double cpuMillis() {
    long all = process.info().totalCpuDuration().orElseThrow().toNanos();
    return (all - ProcessUse.compilerNanos(process.pid()).orElseThrow()) / 1e6;
  }

  @Override
  public void close() {
    process.destroy();
    var unused = process.onExit().join();
  }
}
