package io.edgeveil.pads.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.edgeveil.core.manifest.ModelBundle;
import io.edgeveil.pads.making.PadMaker;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that takes pads is killed (SIGKILL) at random moments, again and again.
 *
 * <p>{@code -Dedgeveil.kills=2000} kills more often.
 */
class KilledSensorTest {
  private static final int KILLS = Integer.getInteger("edgeveil.kills", 20);
  private static final int PADS_PER_SET = 2000;
  private static final int MOST_PADS = 60;
  private static final long MOST_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  @TempDir Path temporary;
  private ModelBundle model;
  private Path bundle;

  @BeforeEach
  void makeBundle() throws Exception {
    model = TinyModel.write(temporary.resolve("tiny/1"));
    bundle = temporary.resolve("cam");
    addSet(bundle);
  }

  private void addSet(Path directory) throws Exception {
    var unused =
        new PadMaker(model, TinyModel::images, new SecureRandom())
            .make("porch-cam", PADS_PER_SET, directory, done -> {});
  }

  /** The process: says which pad it took before it uses it, until it is killed or none is left. */
  public static final class Taker {
    private Taker() {}

    /** Argument: the bundle. */
    public static void main(String[] args) throws Exception {
      try (PadStore store = DeviceBundle.open(Path.of(args[0])).openPads()) {
        System.out.println("open");
        while (true) {
          Pad pad = store.take();
          System.out.println(pad.padFile() + " " + pad.index());
          System.out.flush();
          var unused = pad.mask(0, new int[] {1, 2}); // from here on the next one is reserved
          pad.close();
        }
      } catch (PadsExhaustedException e) {
        System.out.println("exhausted");
      }
    }
  }

  @Test
  void noPadIsTakenTwiceAndAKillCostsOneAtMost() throws Exception {
    Random random = new Random(5);
    Set<String> taken = new HashSet<>();
    long lost = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      while (DeviceBundle.open(bundle).padsLeft() < PADS_PER_SET) {
        addSet(bundle);
      }
      long before = DeviceBundle.open(bundle).padsLeft();
      Process taker = start();
      int got = 0;
      try (BufferedReader out = taker.inputReader()) {
        assertThat(out.readLine()).isEqualTo("open");
        if (kill % 10 == 0) { // and two at once
          DeviceBundle opened = DeviceBundle.open(bundle);
          assertThatExceptionOfType(BundleInUseException.class).isThrownBy(opened::openPads);
        }
        int pads = random.nextInt(MOST_PADS);
        for (String line = ""; line != null; line = out.readLine()) {
          if (got == pads) { // after that moment it may take some more
            LockSupport.parkNanos((long) (random.nextDouble() * MOST_NANOS));
            taker.toHandle().destroyForcibly();
          }
          if (line.matches("[0-9a-f]{16} [0-9]+")) {
            assertThat(taken.add(line)).as("%s was taken twice", line).isTrue();
            got++;
          }
        }
      } finally {
        taker.toHandle().destroyForcibly();
      }
      assertThat(taker.waitFor(20, TimeUnit.SECONDS)).isTrue();
      long gone = before - DeviceBundle.open(bundle).padsLeft();
      assertThat(gone - got).as("kill %d", kill).isBetween(0L, 1L);
      lost += gone - got;
    }
    System.out.printf("%d kills: %d pads taken, none twice, %d lost%n", KILLS, taken.size(), lost);
    try (PadStore store = DeviceBundle.open(bundle).openPads();
        Pad pad = store.take()) {
      assertThat(taken).doesNotContain(pad.padFile() + " " + pad.index());
    }
  }

  private Process start() throws Exception {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xshare:auto",
            "-cp",
            System.getProperty("java.class.path"),
            Taker.class.getName(),
            bundle.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }
}
