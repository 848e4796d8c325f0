package io.edgeveil.core.modulus;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class ModulusLawTest {

  @Property(seed = "1")
  void reduceIsFloorMod(
      @ForAll @IntRange(min = 16, max = 31) int k,
      @ForAll @LongRange(min = -(1L << 62) + 1, max = (1L << 62) - 1) long value) {
    Modulus m = Modulus.ofBits(k);
    assertThat(m.reduce(value)).isEqualTo((int) Math.floorMod(value, (long) m.prime()));
  }

  @Property(seed = "2")
  void reduceIsFloorModAroundMultiplesOfThePrime(
      @ForAll @IntRange(min = 16, max = 31) int k,
      @ForAll @LongRange(min = -(1L << 30), max = 1L << 30) long multiple,
      @ForAll @IntRange(min = -3, max = 3) int offset) {
    Modulus m = Modulus.ofBits(k);
    long value = multiple * m.prime() + offset;
    assertThat(m.reduce(value)).isEqualTo((int) Math.floorMod(value, (long) m.prime()));
  }

  @Property(seed = "3")
  void addAndSubtractAreInverse(
      @ForAll @IntRange(min = 16, max = 31) int k, @ForAll long left, @ForAll long right) {
    Modulus m = Modulus.ofBits(k);
    int a = (int) Math.floorMod(left, (long) m.prime());
    int b = (int) Math.floorMod(right, (long) m.prime());
    assertThat(m.add(a, b)).isEqualTo((int) (((long) a + b) % m.prime()));
    assertThat(m.subtract(m.add(a, b), b)).isEqualTo(a);
  }

  @Property(seed = "4")
  void liftUndoesReduceOnItsRange(
      @ForAll @IntRange(min = 16, max = 31) int k,
      @ForAll @LongRange(min = -(1L << 40), max = 1L << 40) long lowest,
      @ForAll @LongRange(min = 0, max = Long.MAX_VALUE) long step) {
    Modulus m = Modulus.ofBits(k);
    long value = lowest + step % m.prime();
    assertThat(m.lift(m.reduce(value), lowest)).isEqualTo(value);
  }

  @Property(seed = "5")
  void ofSignedIsReduceOnSmallValues(
      @ForAll @IntRange(min = 16, max = 31) int k,
      @ForAll @IntRange(min = -65520, max = 65520) int value) {
    Modulus m = Modulus.ofBits(k);
    assertThat(m.ofSigned(value)).isEqualTo(m.reduce(value));
  }
}
