package io.edgeveil.pads.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleLockTest {
  @TempDir Path bundle;

  /** The other process: takes the lock, says so, and holds it until its input ends. */
  public static final class Holder {
    private Holder() {}

    /** Argument: the bundle. */
    public static void main(String[] args) throws Exception {
      try (BundleLock lock = BundleLock.acquire(Path.of(args[0]))) {
        System.out.println("held " + (lock != null));
        var unused = System.in.read();
      } catch (BundleInUseException e) {
        System.out.println("refused");
      }
    }
  }

  @Test
  void oneProcessExcludesAnother() throws Exception {
    Process holder = start();
    try (BufferedReader out = holder.inputReader()) {
      assertThat(out.readLine()).isEqualTo("held true");
      assertThatExceptionOfType(BundleInUseException.class)
          .isThrownBy(() -> BundleLock.acquire(bundle))
          .withMessageContaining("is in use");
      holder.getOutputStream().close();
      assertThat(holder.waitFor(20, TimeUnit.SECONDS)).isTrue();
      BundleLock.acquire(bundle).close();
    } finally {
      holder.destroyForcibly();
    }
  }

  @Test
  void aRefusedSecondTakerInThisProcessDoesNotDropTheLock() throws Exception {
    try (BundleLock lock = BundleLock.acquire(bundle)) {
      assertThat(lock).isNotNull();
      assertThatExceptionOfType(BundleInUseException.class)
          .isThrownBy(() -> BundleLock.acquire(bundle.resolve(".")));
      Process other = start();
      try (BufferedReader out = other.inputReader()) {
        assertThat(out.readLine()).isEqualTo("refused");
      } finally {
        other.destroyForcibly();
      }
    }
    BundleLock.acquire(bundle).close();
  }

  private Process start() throws Exception {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Holder.class.getName(),
            bundle.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }
}
