package io.edgeveil.core.mask;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgeveil.core.modulus.Modulus;
import io.edgeveil.core.modulus.TinyModulus;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class MaskingLawTest {

  /** unmask(W·mask(x, r), W·r) = W·x for every W, x, r and modulus that covers the range of W·x. */
  @Property(seed = "11", tries = 500)
  void maskMultiplyUnmaskIsMultiply(
      @ForAll @IntRange(min = 16, max = 31) int k,
      @ForAll @IntRange(min = 1, max = 12) int inputs,
      @ForAll @IntRange(min = 1, max = 8) int outputs,
      @ForAll long seed) {
    Modulus modulus = Modulus.ofBits(k);
    Random random = new Random(seed);
    int bound = 255;
    int[][] w = new int[outputs][inputs];
    long highest = 0;
    for (int[] row : w) {
      long l1 = 0;
      for (int i = 0; i < inputs; i++) {
        row[i] = random.nextInt(21) - 10;
        l1 += Math.abs(row[i]);
      }
      highest = Math.max(highest, bound * l1);
    }
    long lowest = -highest; // 2 * 255 * 120 = 61,200: even k = 16 covers it
    int[] x = random.ints(inputs, -bound, bound + 1).toArray();
    int[] mask = random.ints(inputs, 0, modulus.prime()).toArray();
    int[] masked = new int[inputs];
    Masking.mask(x, mask, modulus, masked);

    int[] result = new int[outputs];
    Masking.unmask(times(w, masked, modulus), times(w, mask, modulus), modulus, lowest, result);

    for (int o = 0; o < outputs; o++) {
      int exact = 0;
      for (int i = 0; i < inputs; i++) {
        exact += w[o][i] * x[i];
      }
      assertThat(result[o]).isEqualTo(exact);
    }
  }

  /** The example of the README, with its very numbers. */
  @Test
  void theExampleOfTheReadme() {
    Modulus modulus = TinyModulus.of97();
    assertThat(modulus.prime()).isEqualTo(97);
    int[][] w = {{2, -1}, {3, 5}};
    int[] r = {60, 11};
    int[] u = times(w, r, modulus);
    assertThat(u).containsExactly(12, 41);
    int[] masked = new int[2];
    Masking.mask(new int[] {7, 4}, r, modulus, masked);
    assertThat(masked).containsExactly(67, 15);
    int[] reply = times(w, masked, modulus);
    assertThat(reply).containsExactly(22, 82);
    int[] result = new int[2];
    Masking.unmask(reply, u, modulus, 0, result);
    assertThat(result).containsExactly(2 * 7 - 4, 3 * 7 + 5 * 4).containsExactly(10, 41);
  }

  private static int[] times(int[][] w, int[] x, Modulus modulus) {
    int[] y = new int[w.length];
    for (int o = 0; o < w.length; o++) {
      long sum = 0;
      for (int i = 0; i < x.length; i++) {
        sum += (long) w[o][i] * x[i];
      }
      y[o] = modulus.reduce(sum);
    }
    return y;
  }
}
