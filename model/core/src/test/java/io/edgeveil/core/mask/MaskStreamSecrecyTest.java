package io.edgeveil.core.mask;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgeveil.core.modulus.Modulus;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The mask stream is uniform over all residues, zero and p - 1 included: chi-square over 256 equal
 * bins of a fixed key's stream, and no residue of the smallest modulus missing from four million
 * draws.
 */
class MaskStreamSecrecyTest {
  private static final int DRAWS = 1 << 22;
  private static final int BINS = 256;

  /** Chi-square with 255 degrees of freedom exceeds this with probability 1e-6. */
  private static final double CRITICAL = 377.1;

  @ParameterizedTest
  @ValueSource(ints = {16, 17, 18, 20, 23, 24, 25, 28, 31})
  void residuesFillEqualBinsEqually(int k) {
    Modulus modulus = Modulus.ofBits(k);
    int[] mask = new int[DRAWS];
    MaskStream.expand(key(k), modulus, mask);
    long[] counts = new long[BINS];
    for (int residue : mask) {
      counts[(int) ((long) residue * BINS / modulus.prime())]++;
    }
    double chiSquare = 0;
    for (int bin = 0; bin < BINS; bin++) {
      long first = ceilDivide((long) bin * modulus.prime(), BINS);
      long end = ceilDivide((bin + 1L) * modulus.prime(), BINS);
      double expected = (double) DRAWS * (end - first) / modulus.prime();
      chiSquare += (counts[bin] - expected) * (counts[bin] - expected) / expected;
    }
    assertThat(chiSquare).isLessThan(CRITICAL);
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 17})
  void noResidueIsLeftOut(int k) {
    Modulus modulus = Modulus.ofBits(k);
    int[] mask = new int[DRAWS];
    MaskStream.expand(key(100 + k), modulus, mask);
    boolean[] seen = new boolean[modulus.prime()];
    for (int residue : mask) {
      seen[residue] = true;
    }
    assertThat(seen).doesNotContain(false);
  }

  private static long ceilDivide(long a, long b) {
    return (a + b - 1) / b;
  }

  private static byte[] key(long seed) {
    byte[] key = new byte[MaskStream.KEY_BYTES];
    new Random(seed).nextBytes(key);
    return key;
  }
}
