package io.edgeveil.pads.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgeveil.core.manifest.ModelBundle;
import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever the storage does, no pad is handed out twice, and a crash or failure costs one at most.
 *
 * <p>{@code -Dedgeveil.lives=100000} lives longer; {@code -Dedgeveil.life=SEED} repeats one.
 */
class NoPadTwiceLawTest {
  private static final long LIVES = Long.getLong("edgeveil.lives", 2200);
  private static final long BACKUPS = 300;

  // Held, because the JDK forgets the level of a logger that nobody holds.
  private static final Logger STORE_LOG = Logger.getLogger(PadStore.class.getName());

  @TempDir Path temporary;
  private ModelBundle model;

  @BeforeAll
  static void beQuietAboutFailuresWithoutConsequence() {
    STORE_LOG.setLevel(Level.OFF);
  }

  @AfterAll
  static void speakAgain() {
    STORE_LOG.setLevel(null);
  }

  @BeforeEach
  void makeModel() throws Exception {
    model = TinyModel.write(temporary.resolve("tiny/1"));
  }

  @Test
  void noPadIsHandedOutTwiceAndACrashCostsOneAtMost() throws Exception {
    long only = Long.getLong("edgeveil.life", -1);
    long crashes = 0;
    long failures = 0;
    long handedOut = 0;
    long lost = 0;
    for (long seed = Math.max(only, 0); seed < (only < 0 ? LIVES : only + 1); seed++) {
      Life life = new Life(seed, model);
      try {
        life.begin();
        life.live();
        assertThat(life.lost()).isBetween(0L, (long) life.crashes + life.failures);
      } catch (Exception | AssertionError e) {
        throw new AssertionError("repeat with -Dedgeveil.life=" + seed + ": " + e.getMessage(), e);
      }
      crashes += life.crashes;
      failures += life.failures;
      handedOut += life.handedOut();
      lost += life.lost();
    }
    System.out.printf(
        "%d lives: %d crashes, %d failed accesses, %d pads handed out, none twice, %d lost%n",
        LIVES, crashes, failures, handedOut, lost);
    if (only < 0) {
      assertThat(crashes).isGreaterThan(LIVES);
      assertThat(failures).isPositive();
      assertThat(lost).isPositive(); // or crashes come where nothing happens
    }
  }

  @Test
  void aCrashThatClosingMeetsIsCounted() throws Exception {
    Life life = new Life(1, model); // its first set has several pads, so one is reserved
    life.begin();
    life.dieClosing();
    assertThat(life.crashes).isEqualTo(1);
    assertThat(life.lost()).isEqualTo(1);
  }

  @Test
  void aSetWhoseMakerWasKilledOutlivesAPowerCutOnceItIsUsed() throws Exception {
    for (long seed = 0; seed < 20; seed++) {
      boolean killed = true;
      for (int step = 0; killed; step++) {
        Life life = new Life(seed, model);
        life.begin();
        killed = life.useWhatAKilledMakerLeaves(step);
        if (killed) {
          assertThat(life.lost()).as("seed %d, step %d", seed, step).isBetween(0L, 2L);
        }
      }
    }
  }

  @Test
  void aRestoredBackupIsNoticedBeforeAPadIsTaken() throws Exception {
    int refused = 0;
    for (long seed = 0; seed < BACKUPS; seed++) {
      Life life = new Life(1_000_000 + seed, model);
      try {
        life.begin();
        life.liveWithRestoredBackups();
      } catch (Exception | AssertionError e) {
        throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
      }
      refused += life.refusedBackups;
    }
    assertThat(refused).isGreaterThan((int) BACKUPS / 2);
  }
}
