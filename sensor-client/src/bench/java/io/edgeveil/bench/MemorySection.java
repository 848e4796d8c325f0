package io.edgeveil.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Most memory that a sensor's own process has, as the Java machine comes and told to save. */
final class MemorySection implements Section {
  private static final int COUNT = 30;

  /** What the programs' own service file might say on a small board. */
  static final List<String> SMALL =
      List.of(
          "-XX:+UseSerialGC",
          "-Xms8m",
          "-Xmx64m",
          "-Xss512k",
          "-XX:ReservedCodeCacheSize=24m",
          "-XX:TieredStopAtLevel=4");

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public void run(Workshop workshop, Results all) throws Exception {
    for (String network : List.of(Workshop.LENET, Workshop.ALEXNET)) {
      Path device = workshop.device(network, 2 * COUNT + 1);
      try (Gateway gateway = Gateway.start(workshop, workshop.models())) {
        String aim = network.equals(Workshop.LENET) ? "128 MB" : "160 MB";
        JsonNode usual = sensor(workshop, gateway, network, device, List.of());
        JsonNode small = sensor(workshop, gateway, network, device, SMALL);
        add(all, "memory/" + network + "/as-it-comes", usual, null);
        add(all, "memory/" + network + "/serial-gc-64m-heap", small, aim);
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
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String line = process.inputReader().readLine();
    if (process.waitFor() != 0 || line == null) {
      throw new IllegalStateException(String.join(" ", command) + " failed");
    }
    return Workshop.json(line);
  }
}
