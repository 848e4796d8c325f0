package io.edgeveil.linear;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgeveil.core.modulus.Modulus;
import java.math.BigInteger;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class LimbLawTest {

  @Property
  void limbsAreTheDigitsOfTheResidue(
      @ForAll @IntRange(min = 16, max = 31) int k,
      @ForAll @IntRange(min = 7, max = 8) int mostBits,
      @ForAll long seed) {
    LimbWidth limbs = LimbWidth.of(k, mostBits);
    int prime = Modulus.ofBits(k).prime();
    int[] residues = new Random(seed).ints(33, 0, prime).toArray();
    residues[0] = prime - 1;
    residues[1] = 0;
    int[] words = new int[residues.length * limbs.words()];
    limbs.split(residues, 0, residues.length, words);
    for (int i = 0; i < residues.length; i++) {
      long sum = 0;
      for (int j = 0; j < limbs.count(); j++) {
        int digit = words[i * limbs.words() + j / 4] >>> (8 * (j % 4)) & 0xff;
        assertThat(digit).isLessThanOrEqualTo(limbs.greatest());
        sum += (long) digit << (limbs.bits() * j);
      }
      assertThat(sum).isEqualTo(residues[i]);
    }
  }

  @Property
  void limbsAreFewAndNoWiderThanNeeded(
      @ForAll @IntRange(min = 16, max = 31) int k, @ForAll @IntRange(min = 7, max = 8) int most) {
    LimbWidth limbs = LimbWidth.of(k, most);
    assertThat(limbs.bits()).isLessThanOrEqualTo(most);
    assertThat(limbs.bits() * limbs.count()).isGreaterThanOrEqualTo(k);
    assertThat(most * (limbs.count() - 1)).isLessThan(k);
    assertThat((limbs.bits() - 1) * limbs.count()).isLessThan(k);
  }

  /**
   * Against exact arithmetic, up to the bound and at its corners, on the path over ints and longs.
   */
  @Property
  void recombinationIsTheSumOfShiftedProducts(
      @ForAll @IntRange(min = 16, max = 31) int k,
      @ForAll @IntRange(min = 7, max = 8) int mostBits,
      @ForAll @IntRange(min = 1, max = 5) int parts,
      @ForAll @IntRange(min = 0, max = 1 << 24) int greatest,
      @ForAll long seed) {
    LimbWidth limbs = LimbWidth.of(k, mostBits);
    Modulus modulus = Modulus.ofBits(k);
    Recombination recombination = new Recombination(modulus, limbs, parts, greatest);
    int length = 40;
    Random random = new Random(seed);
    int[][] products = new int[parts * limbs.count()][];
    BigInteger[] exact = new BigInteger[length];
    java.util.Arrays.fill(exact, BigInteger.ZERO);
    for (int term = 0; term < products.length; term++) {
      int[] of = random.ints(length, -greatest, greatest + 1).toArray();
      of[0] = greatest;
      of[1] = -greatest;
      of[2] = 0;
      int shift = limbs.bits() * (term % limbs.count());
      for (int i = 0; i < length; i++) {
        exact[i] = exact[i].add(BigInteger.valueOf(of[i]).shiftLeft(shift));
      }
      products[term] = of;
    }
    int[] residues = new int[length];
    recombination.combine(products, length, residues);
    BigInteger prime = BigInteger.valueOf(modulus.prime());
    for (int i = 0; i < length; i++) {
      assertThat(residues[i]).isEqualTo(exact[i].mod(prime).intValueExact());
    }
  }

  @Property
  void commonModuliTakeThePathOverInts(@ForAll @IntRange(min = 16, max = 27) int k) {
    assertThat(new Recombination(Modulus.ofBits(k), LimbWidth.of(k, 7), 1, 1 << 24).fitsInt())
        .isTrue();
  }
}
