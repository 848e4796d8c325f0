package io.edgeveil.pads.integrity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.edgeveil.core.modulus.Modulus;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;

class RepetitionsTest {
  private static final BigInteger WANTED = BigInteger.TWO.pow(40);

  @Test
  void theLeastThatIsEnoughForEveryModulus() {
    for (int k = Modulus.MIN_BITS; k <= Modulus.MAX_BITS; k++) {
      requireLeast(Modulus.ofBits(k).prime());
    }
  }

  @Test
  void justBelowAPowerOfTwoIsBelow() {
    assertThat(Repetitions.of(1 << 20)).isEqualTo(2);
    assertThat(Repetitions.of((1 << 20) - 3)).isEqualTo(3); // (2^20 - 3)^2 is below 2^40
    assertThat(Repetitions.of(97)).isEqualTo(7);
    for (int prime : new int[] {2, 3, 5, 97, 65521, Integer.MAX_VALUE}) {
      requireLeast(prime);
    }
    assertThatIllegalArgumentException().isThrownBy(() -> Repetitions.of(1));
  }

  private static void requireLeast(int prime) {
    int n = Repetitions.of(prime);
    assertThat(BigInteger.valueOf(prime).pow(n)).isGreaterThanOrEqualTo(WANTED);
    assertThat(BigInteger.valueOf(prime).pow(n - 1)).isLessThan(WANTED);
  }
}
