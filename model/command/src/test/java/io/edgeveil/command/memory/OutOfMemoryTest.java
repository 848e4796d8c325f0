package io.edgeveil.command.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class OutOfMemoryTest {
  private static final int STANDS_STILL = 42;

  @Test
  void theErrorThatEndsAThreadEndsTheProcess() throws Exception {
    Ended ended = run("thread");
    assertThat(ended.exitCode).isEqualTo(OutOfMemory.EXIT_CODE);
    assertThat(ended.said).contains("out of memory: this process ends");
  }

  /** As libraries do: the error is somebody's who forgets it, and nobody has memory any more. */
  @Test
  void memoryThatDoesNotComeBackEndsTheProcess() throws Exception {
    Ended ended = run("swallowed");
    assertThat(ended.exitCode).isEqualTo(OutOfMemory.EXIT_CODE);
    assertThat(ended.said).contains("out of memory: this process ends");
  }

  @Test
  void memoryThatComesBackDoesNot() throws Exception {
    assertThat(run("passing").exitCode).isEqualTo(STANDS_STILL);
  }

  @Test
  void otherErrorsAreToldAsBefore() throws Exception {
    Ended ended = run("other");
    assertThat(ended.exitCode).isEqualTo(STANDS_STILL);
    assertThat(ended.said)
        .contains("Exception in thread \"worker\" java.lang.IllegalStateException: not memory")
        .contains("at " + Hungry.class.getName());
  }

  private record Ended(int exitCode, String said) {}

  private static Ended run(String how) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx32m",
                "-cp",
                System.getProperty("java.class.path"),
                Hungry.class.getName(),
                how)
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(90, TimeUnit.SECONDS)).isTrue();
    return new Ended(process.exitValue(), said);
  }

  /** A process that runs out of memory; without our doing it would stand still for a minute. */
  static final class Hungry {
    private static final List<byte[]> held = new ArrayList<>();

    private Hungry() {}

    public static void main(String[] args) throws Exception {
      OutOfMemory.endsThisProcess();
      Runnable work = args[0].equals("other") ? Hungry::fail : () -> eat(args[0]);
      Thread worker = new Thread(work, "worker");
      TimeUnit.SECONDS.sleep(1); // a program that has been running, its classes loaded
      worker.start();
      if (args[0].equals("passing") || args[0].equals("other")) {
        worker.join();
        TimeUnit.SECONDS.sleep(8); // longer than the watch takes
        Runtime.getRuntime().halt(STANDS_STILL);
      }
      TimeUnit.MINUTES.sleep(1);
      Runtime.getRuntime().halt(STANDS_STILL);
    }

    private static void eat(String how) {
      boolean throwsOn = how.equals("thread");
      boolean letsGo = how.equals("passing");
      try {
        while (true) {
          held.add(new byte[1 << 16]);
        }
      } catch (OutOfMemoryError e) {
        if (throwsOn) {
          throw e;
        }
        if (letsGo) {
          held.clear();
        }
      }
    }

    private static void fail() {
      throw new IllegalStateException("not memory");
    }
  }
}
