package io.edgeveil.pads.integrity;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgeveil.core.modulus.Modulus;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * How often a wrong result passes, counted where it can be counted: over p = 97, where one check
 * misses one error in 97. Were the check better or worse than 1/p, this would show.
 */
class SoundnessTest {
  private static final int PRIME = 97;
  private static final int INPUTS = 3;
  private static final int OUTPUTS = 4;
  private static final int TRIALS = 200_000;

  /** Five standard deviations: a right implementation fails for one seed in two million. */
  private static final double DEVIATIONS = 5;

  private final Random random = new Random(11);

  private interface Errors {
    int[] next();
  }

  @Test
  void randomErrorsPassOnceInP() {
    requireRate(1, this::randomError);
  }

  @Test
  void anErrorInOneElementPassesOnceInP() {
    requireRate(
        1,
        () -> {
          int[] error = new int[OUTPUTS];
          error[random.nextInt(OUTPUTS)] = 1 + random.nextInt(PRIME - 1);
          return error;
        });
  }

  @Test
  void theSameErrorInAllElementsPassesOnceInP() {
    requireRate(1, () -> new int[] {1, 1, 1, 1});
  }

  @Test
  void twoRepetitionsPassOnceInPSquared() {
    requireRate(2, this::randomError);
  }

  @Test
  void sevenRepetitionsWouldBeWhatIsDemanded() {
    assertThat(Repetitions.of(PRIME)).isEqualTo(7);
    assertThat(accepted(7, this::randomError)).isZero();
  }

  private int[] randomError() {
    int[] error = new int[OUTPUTS];
    do {
      for (int i = 0; i < OUTPUTS; i++) {
        error[i] = random.nextInt(PRIME);
      }
    } while (error[0] + error[1] + error[2] + error[3] == 0);
    return error;
  }

  private void requireRate(int repetitions, Errors errors) {
    double rate = Math.pow(PRIME, -repetitions);
    double mean = TRIALS * rate;
    double deviation = Math.sqrt(mean * (1 - rate));
    assertThat((double) accepted(repetitions, errors))
        .isBetween(mean - DEVIATIONS * deviation, mean + DEVIATIONS * deviation);
  }

  /** Of so many wrong results, each against check vectors of its own. */
  private int accepted(int repetitions, Errors errors) {
    int accepted = 0;
    for (int trial = 0; trial < TRIALS; trial++) {
      int[][] w = new int[OUTPUTS][];
      for (int o = 0; o < OUTPUTS; o++) {
        w[o] = residues(INPUTS);
      }
      int[][] vectors = new int[repetitions][];
      int[][] images = new int[repetitions][INPUTS];
      for (int j = 0; j < repetitions; j++) {
        vectors[j] = residues(OUTPUTS);
        for (int i = 0; i < INPUTS; i++) {
          for (int o = 0; o < OUTPUTS; o++) {
            images[j][i] = (images[j][i] + w[o][i] * vectors[j][o]) % PRIME;
          }
        }
      }
      int[] x = residues(INPUTS);
      int[] y = new int[OUTPUTS];
      for (int o = 0; o < OUTPUTS; o++) {
        for (int i = 0; i < INPUTS; i++) {
          y[o] = (y[o] + w[o][i] * x[i]) % PRIME;
        }
      }
      try (FreivaldsCheck check = new FreivaldsCheck(PRIME, vectors, images)) {
        int[] expected = check.expected(x);
        assertThat(check.accepts(y, expected)).isTrue();
        int[] error = errors.next();
        for (int o = 0; o < OUTPUTS; o++) {
          y[o] = (y[o] + error[o]) % PRIME;
        }
        accepted += check.accepts(y, expected) ? 1 : 0;
      }
    }
    return accepted;
  }

  private int[] residues(int count) {
    int[] residues = new int[count];
    for (int i = 0; i < count; i++) {
      residues[i] = random.nextInt(PRIME);
    }
    return residues;
  }

  /** The greatest prime the library knows needs two repetitions, the least three. */
  @Test
  void theLibrarysOwnPrimesAreBeyondCounting() {
    assertThat(Repetitions.of(Modulus.ofBits(16).prime())).isEqualTo(3);
    assertThat(Repetitions.of(Modulus.ofBits(31).prime())).isEqualTo(2);
  }
}
