package io.edgeveil.gateway.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What this machine computes with, for people. */
final class Cpu {
  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

  private Cpu() {}

  /** For example {@code Intel(R) Xeon(R) Gold 6248, amd64, 2 processors}. */
  static String description() {
    String architecture = System.getProperty("os.arch");
    int processors = Runtime.getRuntime().availableProcessors();
    String plain = architecture + ", " + processors + " processors";
    String model = modelName();
    return model.isEmpty() ? plain : model + ", " + plain;
  }

  /** Linux names the model on most machines; elsewhere the architecture has to do. */
  private static String modelName() {
    if (!Files.isReadable(CPU_INFO)) {
      return "";
    }
    try (Stream<String> lines = Files.lines(CPU_INFO)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("");
    } catch (IOException | java.io.UncheckedIOException e) {
      return "";
    }
  }
}
