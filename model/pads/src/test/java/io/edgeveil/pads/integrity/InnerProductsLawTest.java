package io.edgeveil.pads.integrity;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgeveil.core.modulus.Modulus;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;

/** No sum overflows: not with the greatest residues, not at the ends of blocks. */
class InnerProductsLawTest {
  private static final int[] LENGTHS = {
    0, 1, 2, 255, 256, 257, 511, 4095, 4096, 4097, 8192, 10_001
  };

  @Test
  void theGreatestResiduesOfEveryModulus() {
    for (int k = Modulus.MIN_BITS; k <= Modulus.MAX_BITS; k++) {
      int greatest = Modulus.ofBits(k).prime() - 1;
      requireExact(greatest + 1, i -> greatest, i -> greatest);
    }
  }

  @Test
  void randomResiduesOfEveryModulusAndOfTinyPrimes() {
    Random random = new Random(5);
    for (int k = Modulus.MIN_BITS; k <= Modulus.MAX_BITS; k++) {
      int prime = Modulus.ofBits(k).prime();
      requireExact(prime, i -> random.nextInt(prime), i -> random.nextInt(prime));
    }
    for (int prime : new int[] {2, 3, 97}) {
      requireExact(prime, i -> random.nextInt(prime), i -> random.nextInt(prime));
    }
  }

  private static void requireExact(int prime, IntUnaryOperator row, IntUnaryOperator vector) {
    for (int length : LENGTHS) {
      int[][] rows = new int[3][length];
      for (int[] each : rows) {
        Arrays.setAll(each, row);
      }
      int[] other = new int[length];
      Arrays.setAll(other, vector);
      int[] expected = Arrays.stream(rows).mapToInt(r -> slowly(prime, r, other)).toArray();
      assertThat(new InnerProducts(prime).of(rows, other))
          .as("p = %d, %d elements", prime, length)
          .isEqualTo(expected);
    }
  }

  private static int slowly(int prime, int[] a, int[] b) {
    BigInteger sum = BigInteger.ZERO;
    for (int i = 0; i < a.length; i++) {
      sum = sum.add(BigInteger.valueOf((long) a[i] * b[i]));
    }
    return sum.mod(BigInteger.valueOf(prime)).intValueExact();
  }
}
