package io.edgeveil.linear;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgeveil.core.layer.LinearOperation;
import io.edgeveil.core.layer.Window;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** oneDNN stays on the threads that call it, even where the environment asks for more. */
@EnabledOnOs(OS.LINUX)
class OpenMpTest {
  private static final String CALLER = "onednn-caller"; // at most 15 characters: Linux cuts

  @Test
  void noThreadIsAddedWhateverTheEnvironmentSays() throws Exception {
    ProcessBuilder child =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            OpenMpTest.class.getName());
    child.environment().put("OMP_NUM_THREADS", "4");
    child.environment().put("OMP_DYNAMIC", "false");
    Process process = child.redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    if (said.contains("oneDNN does not run here")) {
      Assumptions.abort(said);
    }
    assertThat(said).contains("one OpenMP thread a call").contains("callers: 1\n");
  }

  /** Multiplies on a thread of its own and tells how many threads have that one's name. */
  public static void main(String[] none) throws Exception {
    OneDnnKernel kernel;
    try {
      kernel = OneDnnKernel.load();
    } catch (KernelUnavailableException e) {
      System.out.println("oneDNN does not run here: " + e);
      return;
    }
    System.out.println(kernel.description());
    // OpenMP's threads inherit the name of the thread that made them, and stay.
    Thread caller = new Thread(() -> multiply(kernel), CALLER);
    caller.start();
    caller.join();
  }

  private static void multiply(OneDnnKernel kernel) {
    LinearOperation layer = Layers.convolution(24, 32, 28, 28, 64, 1, Window.square(3, 1, 1));
    Random random = new Random(1);
    try (PreparedLayer prepared = kernel.prepare(layer, Layers.weights(layer, random))) {
      int[] residues = Layers.residues(layer, 1, random);
      for (int i = 0; i < 10; i++) {
        var unused = Layers.multiply(prepared, layer, 1, residues);
      }
    }
    try (Stream<Path> tasks = Files.list(Path.of("/proc/self/task"))) {
      List<String> names = tasks.map(OpenMpTest::name).toList();
      System.out.println("callers: " + names.stream().filter(CALLER::equals).count());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static String name(Path task) {
    try {
      return Files.readString(task.resolve("comm")).strip();
    } catch (IOException e) {
      return "ended"; // between listing and reading
    }
  }
}
