package io.edgeveil.command.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Whether this Java machine can run the program at all, and well. */
public final class JavaLook {
  private static final String WHAT = "java";
  private static final int OLDEST = 17;
  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

  private JavaLook() {}

  /** The Java machine that runs this. */
  public static Finding here() throws IOException {
    List<String> cpu = Files.isReadable(CPU_INFO) ? Files.readAllLines(CPU_INFO) : List.of();
    return of(
        Runtime.version().feature(),
        System.getProperty("java.vm.name") + " " + System.getProperty("java.version"),
        System.getProperty("java.vm.info", ""),
        System.getProperty("os.arch"),
        cpu,
        Runtime.getRuntime().maxMemory());
  }

  static Finding of(
      int feature, String name, String mode, String arch, List<String> cpu, long heapBytes) {
    String found =
        String.format(
            Locale.ROOT, "%s, %s, heap up to %d MB", name, arch, Math.max(1, heapBytes >> 20));
    if (arch.equals("arm") && isVersion6(cpu)) {
      return Finding.failed(
          WHAT,
          found + ", on an ARMv6 processor",
          "use a board with ARMv7 or newer (Raspberry Pi 2 or newer, Zero 2 W, BeagleBone):"
              + " Java 17 for ARM needs it");
    }
    if (feature < OLDEST) {
      return Finding.failed(
          WHAT, found, "install Java 17 or newer: apt install default-jre-headless");
    }
    if (name.contains("Zero") || mode.contains("interpreted")) {
      return Finding.warning(
          WHAT,
          found + ", without a compiler",
          "install a Java with HotSpot's compiler (Debian's Java 17 or 21), or expect it to be"
              + " dozens of times slower");
    }
    return Finding.ok(WHAT, found);
  }

  /** Some ARMv6 boards say architecture 7 all the same, and v6l in the model's name. */
  private static boolean isVersion6(List<String> cpu) {
    return cpu.stream()
        .map(line -> line.toLowerCase(Locale.ROOT))
        .anyMatch(
            line ->
                line.contains("armv6")
                    || line.contains("(v6l)")
                    || line.matches("cpu architecture\\s*:\\s*6.*"));
  }
}
