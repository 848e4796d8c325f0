package io.edgeveil.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * From the start of a program to its first word, with LeNet: the gateway ready, the sensor's first
 * result. As they come, and with an archive of their classes (written by {@code
 * -XX:ArchiveClassesAtExit} on a run before).
 */
final class StartSection implements Section {
  private static final int TURNS = 3;

  @Override
  public String name() {
    return "start";
  }

  @Override
  public void run(Workshop workshop, Results all) throws Exception {
    var unused = workshop.bundle(Workshop.LENET);
    Path models = workshop.folder("models");
    copy(workshop.models().resolve(Workshop.LENET), models.resolve(Workshop.LENET));
    Path device = workshop.device(Workshop.LENET, 4 * TURNS + 4);
    Path classes = workshop.folder("classes");
    String gatewayClasses = classes.resolve("gateway.jsa").toString();
    String sensorClasses = classes.resolve("sensor.jsa").toString();
    Gateway.start(workshop, models, "-XX:ArchiveClassesAtExit=" + gatewayClasses).close();
    Samples gatewayPlain = new Samples();
    Samples gatewayShared = new Samples();
    Samples sensorPlain = new Samples();
    Samples sensorShared = new Samples();
    for (int turn = 0; turn < TURNS; turn++) {
      try (Gateway gateway = Gateway.start(workshop, models)) {
        gatewayPlain.add(gateway.readySeconds());
        if (turn == 0) {
          firstResult(workshop, gateway, device, "-XX:ArchiveClassesAtExit=" + sensorClasses);
        }
        sensorPlain.add(firstResult(workshop, gateway, device, "-Xshare:auto"));
        sensorShared.add(
            firstResult(workshop, gateway, device, "-XX:SharedArchiveFile=" + sensorClasses));
      }
      try (Gateway gateway =
          Gateway.start(workshop, models, "-XX:SharedArchiveFile=" + gatewayClasses)) {
        gatewayShared.add(gateway.readySeconds());
      }
    }
    all.add(Measurement.of("start/gateway", "s", gatewayPlain.median(), TURNS).aim("4 s"));
    all.add(Measurement.of("start/gateway/shared-classes", "s", gatewayShared.median(), TURNS));
    all.add(Measurement.of("start/sensor", "s", sensorPlain.median(), TURNS));
    all.add(
        Measurement.of("start/sensor/shared-classes", "s", sensorShared.median(), TURNS)
            .aim("2 s"));
  }

  private static double firstResult(Workshop workshop, Gateway gateway, Path device, String machine)
      throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add(machine);
    command.addAll(List.of("-jar", workshop.sensorJar().toString(), "infer", "--json"));
    command.addAll(List.of("--bundle", device.toString(), "--gateway", gateway.address()));
    command.add(workshop.picture(Workshop.LENET));
    long startedNanos = System.nanoTime();
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String line = process.inputReader().readLine();
    double seconds = (System.nanoTime() - startedNanos) / 1e9;
    if (process.waitFor() != 0 || line == null) {
      throw new IllegalStateException(String.join(" ", command) + " failed");
    }
    return seconds;
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file)), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }
}
