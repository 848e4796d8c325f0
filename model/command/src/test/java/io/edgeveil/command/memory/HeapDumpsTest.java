package io.edgeveil.command.memory;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeapDumpsTest {
  @TempDir Path home;

  @Test
  void optionsThatAreOnGoOff() {
    HotSpotDiagnosticMXBean machine =
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    assertThat(HeapDumps.turnOff()).isEmpty();
    machine.setVMOption("HeapDumpOnOutOfMemoryError", "true");
    machine.setVMOption("HeapDumpBeforeFullGC", "true");
    assertThat(HeapDumps.turnOff())
        .containsExactly("HeapDumpOnOutOfMemoryError", "HeapDumpBeforeFullGC");
    assertThat(machine.getVMOption("HeapDumpOnOutOfMemoryError").getValue()).isEqualTo("false");
    assertThat(machine.getVMOption("HeapDumpBeforeFullGC").getValue()).isEqualTo("false");
  }

  @Test
  void aMachineThatRunsOutOfMemoryLeavesNoDump() throws Exception {
    assertThat(runOutOfMemory("dump")).as("without our doing").isNotEmpty();
    assertThat(runOutOfMemory("none", "off")).isEmpty();
  }

  private List<Path> runOutOfMemory(String folder, String... args) throws Exception {
    Path dumps = Files.createDirectory(home.resolve(folder));
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx16m",
                "-XX:+HeapDumpOnOutOfMemoryError",
                "-XX:HeapDumpPath=" + dumps,
                "-cp",
                System.getProperty("java.class.path"),
                Hungry.class.getName()));
    command.addAll(List.of(args));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isEqualTo(1);
    assertThat(said).contains("OutOfMemoryError");
    try (Stream<Path> files = Files.list(dumps)) {
      return files.toList();
    }
  }

  /** Asks for more memory than there is. */
  static final class Hungry {
    private Hungry() {}

    public static void main(String[] args) {
      if (args.length > 0) {
        var unused = HeapDumps.turnOff();
      }
      List<byte[]> held = new ArrayList<>();
      while (held.size() < 1000) {
        held.add(new byte[1 << 20]);
      }
    }
  }
}
