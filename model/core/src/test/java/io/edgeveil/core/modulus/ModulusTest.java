package io.edgeveil.core.modulus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModulusTest {

  @Test
  void everyModulusIsTheLargestPrimeBelowItsPowerOfTwo() {
    for (int k = Modulus.MIN_BITS; k <= Modulus.MAX_BITS; k++) {
      BigInteger candidate = BigInteger.ONE.shiftLeft(k).subtract(BigInteger.ONE);
      while (!candidate.isProbablePrime(100)) {
        candidate = candidate.subtract(BigInteger.ONE);
      }
      assertThat(Modulus.ofBits(k).prime()).as("P(%d)", k).isEqualTo(candidate.intValueExact());
    }
  }

  @Test
  void coveringIsTheSmallestThatTellsEveryValueApart() throws RangeTooWideException {
    assertThat(Modulus.covering(0, 65520).bits()).isEqualTo(16);
    assertThat(Modulus.covering(0, 65521).bits()).isEqualTo(17);
    assertThat(Modulus.covering(-(1 << 23), (1 << 23) - 4).bits()).isEqualTo(24);
    assertThat(Modulus.covering(-(1 << 23), (1 << 23) - 3).bits()).isEqualTo(25);
    assertThat(Modulus.covering(0, Integer.MAX_VALUE - 1).bits()).isEqualTo(31);
  }

  @Test
  void aRangeBeyondTheLargestModulusIsRefusedWithItsFigures() {
    assertThatThrownBy(() -> Modulus.covering(-5, Integer.MAX_VALUE - 5L))
        .isInstanceOf(RangeTooWideException.class)
        .hasMessageContaining("-5")
        .hasMessageContaining("2147483642");
  }

  @ParameterizedTest
  @ValueSource(ints = {15, 32, 0, -1})
  void bitsOutsideTheListAreRefused(int k) {
    assertThatThrownBy(() -> Modulus.ofBits(k)).isInstanceOf(IllegalArgumentException.class);
  }
}
