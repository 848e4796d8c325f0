package io.edgeveil.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Most memory that a sensor's own process has, as the Java machine comes and told to save. */
final class MemorySection implements Section {
  private static final int COUNT = 200;

  /** What the package's own launcher says. */
  private static final List<String> PACKAGED =
      List.of(
          "-XX:+UseSerialGC",
          "-Xms8m",
          "-Xmx48m",
          "-Xss256k",
          "-XX:ReservedCodeCacheSize=24m",
          "-Djava.awt.headless=true");

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public void run(Workshop workshop, Results all) throws Exception {
    for (String network : List.of(Workshop.LENET, Workshop.ALEXNET)) {
      Path device = workshop.device(network, 3 * COUNT + 1);
      try (Gateway gateway = Gateway.start(workshop, workshop.models())) {
        String aim = network.equals(Workshop.LENET) ? "128 MB" : "160 MB";
        JsonNode usual = sensor(workshop, gateway, network, device, List.of());
        JsonNode packaged = sensor(workshop, gateway, network, device, PACKAGED);
        List<String> oneCompiler = new ArrayList<>(PACKAGED);
        oneCompiler.add("-XX:TieredStopAtLevel=1"); // as packaged, on boards with less than 1 GB
        JsonNode small = sensor(workshop, gateway, network, device, oneCompiler);
        add(all, "memory/" + network + "/as-java-comes", usual, null);
        add(all, "memory/" + network + "/as-packaged", packaged, aim);
        add(all, "memory/" + network + "/as-packaged-small-board", small, aim);
      }
    }
  }

  private static void add(Results all, String name, JsonNode line, String aim) throws Exception {
    all.add(Measurement.of(name, "MB", line.path("peak_rss_bytes").asDouble() / 1e6, 1).aim(aim));
  }

  private static JsonNode sensor(
      Workshop workshop, Gateway gateway, String network, Path device, List<String> machine)
      throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(machine);
    command.addAll(List.of("-jar", workshop.sensorJar().toString(), "bench", "--json"));
    command.addAll(List.of("--bundle", device.toString(), "--gateway", gateway.address()));
    command.addAll(List.of("--turns", "1", "--warm-up", "0", "--count", String.valueOf(COUNT)));
    command.add(workshop.picture(network));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    if (!machine.isEmpty()) {
      builder.environment().put("MALLOC_ARENA_MAX", "1");
    }
    Process process = builder.start();
    String line = process.inputReader().readLine();
    if (process.waitFor() != 0 || line == null) {
      throw new IllegalStateException(String.join(" ", command) + " failed");
    }
    return Workshop.json(line);
  }
}
