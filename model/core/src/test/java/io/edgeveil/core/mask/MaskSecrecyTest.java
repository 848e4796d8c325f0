package io.edgeveil.core.mask;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgeveil.core.modulus.Modulus;
import io.edgeveil.core.modulus.TinyModulus;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the gateway sees is the same for every input: over all masks, x + r takes every residue
 * exactly once, whatever x is. Checked for every mask of the smallest modulus and of the tiny one
 * of the README's example.
 */
class MaskSecrecyTest {

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 255, -1, -127, 65520, -65520})
  void overAllMasksAMaskedElementTakesEveryResidueOnce(int x) {
    Modulus modulus = Modulus.ofBits(16);
    int prime = modulus.prime();
    int[] every = new int[prime];
    Arrays.setAll(every, i -> i);
    int[] inputs = new int[prime];
    Arrays.fill(inputs, x);
    int[] masked = new int[prime];
    Masking.mask(inputs, every, modulus, masked);
    Arrays.sort(masked);
    assertThat(masked).isEqualTo(every);
  }

  /** README example: p = 97, both elements of x, every one of the 97 x 97 masks. */
  @Test
  void overAllMasksOfATinyModulusEveryPairOfMaskedElementsIsEquallyLikely() {
    Modulus modulus = TinyModulus.of97();
    int p = modulus.prime();
    int[][] inputs = {{7, 4}, {0, 0}, {96, 96}, {50, 1}, {-96, 96}, {-1, -50}};
    for (int[] x : inputs) {
      int[] seen = new int[p * p];
      int[] masked = new int[2];
      for (int r0 = 0; r0 < p; r0++) {
        for (int r1 = 0; r1 < p; r1++) {
          Masking.mask(x, new int[] {r0, r1}, modulus, masked);
          seen[masked[0] * p + masked[1]]++;
        }
      }
      assertThat(seen).as("x = %s", Arrays.toString(x)).containsOnly(1);
    }
  }
}
