package io.edgeveil.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** What all of it runs on. */
final class Machine {
  private static final List<String> FLAGS =
      List.of("avx2", "fma", "avx512f", "avx_vnni", "avx512_vnni", "amx_int8", "asimddp", "i8mm");

  private Machine() {}

  static String line() throws IOException {
    Path file = Path.of("/proc/cpuinfo");
    List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
    String model = field(lines, "model name");
    List<String> flags =
        Arrays.asList((field(lines, "flags") + " " + field(lines, "Features")).split(" "));
    return (model.isEmpty() ? System.getProperty("os.arch") : model)
        + ", "
        + Runtime.getRuntime().availableProcessors()
        + " processors ("
        + FLAGS.stream().filter(flags::contains).collect(Collectors.joining(", "))
        + "), Java "
        + Runtime.version()
        + ", load before the run "
        + load();
  }

  private static String load() throws IOException {
    Path file = Path.of("/proc/loadavg");
    return Files.exists(file) ? Files.readString(file).replaceAll(" .*\\s*", "") : "unknown";
  }

  private static String field(List<String> lines, String name) {
    return lines.stream()
        .filter(line -> line.startsWith(name))
        .findFirst()
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .orElse("");
  }
}
