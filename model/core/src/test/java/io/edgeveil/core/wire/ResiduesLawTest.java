package io.edgeveil.core.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.edgeveil.core.modulus.Modulus;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class ResiduesLawTest {
  private static final byte OLD = 0x5a;

  /** The bytes are those of the sum of 2^(i·bits)·element, and what comes out is what went in. */
  @Property(seed = "31", tries = 2000)
  void packedIsOneLargeIntegerAndUnpackedTheSame(
      @ForAll Packing packing,
      @ForAll @IntRange(min = 16, max = 31) int k,
      @ForAll @IntRange(min = 1, max = 70) int count,
      @ForAll @IntRange(min = 0, max = 9) int from,
      @ForAll @IntRange(min = 0, max = 67) int at,
      @ForAll @IntRange(min = 0, max = 9) int behind,
      @ForAll long seed)
      throws WireFormatException {
    Modulus modulus = Modulus.ofBits(k);
    int bits = packing.bits(modulus);
    int[] residues = residues(from + count, modulus, seed);
    int length = (int) packing.payloadBytes(modulus, count);
    byte[] bytes = new byte[at + length + behind];
    Arrays.fill(bytes, OLD);
    Residues.pack(residues, from, count, bits, bytes, at);

    for (int i = 0; i < bytes.length; i++) {
      byte expected =
          i < at || i >= at + length ? OLD : byteOf(residues, from, count, bits, i - at);
      assertThat(bytes[i]).as("byte %d", i).isEqualTo(expected);
    }
    assertThat(Residues.isPaddedWithZeros(bytes, at, count, bits)).isTrue();
    assertThat(Residues.matches(residues, from, count, bits, bytes, at)).isTrue();
    int[] unpacked = new int[from + count + 1];
    Arrays.fill(unpacked, -1);
    Residues.unpack(bytes, at, count, bits, modulus, unpacked, from);
    for (int i = 0; i < unpacked.length; i++) {
      boolean written = i >= from && i < from + count;
      assertThat(unpacked[i]).isEqualTo(written ? residues[i] : -1);
    }
  }

  @Property(seed = "32", tries = 500)
  void oneElementOutOfRangeIsFoundWhereverItIs(
      @ForAll Packing packing,
      @ForAll @IntRange(min = 16, max = 31) int k,
      @ForAll @IntRange(min = 1, max = 40) int count,
      @ForAll long seed) {
    Modulus modulus = Modulus.ofBits(k);
    int bits = packing.bits(modulus);
    int[] residues = residues(count, modulus, seed);
    Random random = new Random(seed);
    int outside = random.nextInt(count);
    long distance = (1L << bits) - modulus.prime();
    residues[outside] = (int) (modulus.prime() + random.nextLong(distance)); // in [p, 2^bits)
    byte[] bytes = new byte[(int) packing.payloadBytes(modulus, count)];
    Residues.pack(residues, 0, count, bits, bytes, 0);
    assertThatThrownBy(() -> Residues.unpack(bytes, 0, count, bits, modulus, new int[count], 0))
        .isInstanceOf(WireFormatException.class)
        .hasMessageContaining("not a residue");
  }

  @Property(seed = "33", tries = 500)
  void everyOtherElementIsNoMatch(
      @ForAll Packing packing,
      @ForAll @IntRange(min = 16, max = 31) int k,
      @ForAll @IntRange(min = 1, max = 40) int count,
      @ForAll long seed) {
    Modulus modulus = Modulus.ofBits(k);
    int bits = packing.bits(modulus);
    int[] residues = residues(count, modulus, seed);
    byte[] bytes = new byte[(int) packing.payloadBytes(modulus, count)];
    Residues.pack(residues, 0, count, bits, bytes, 0);
    for (int i = 0; i < count; i++) {
      residues[i] ^= 1 << (i % bits);
      assertThat(Residues.matches(residues, 0, count, bits, bytes, 0)).isFalse();
      residues[i] ^= 1 << (i % bits);
    }
  }

  @Example
  void lengthsAreCountedInSixtyFourBits() {
    assertThat(Packing.BITS.payloadBytes(Modulus.ofBits(31), Integer.MAX_VALUE))
        .isEqualTo(8_321_499_133L);
    assertThat(Packing.BYTES.payloadBytes(Modulus.ofBits(31), Integer.MAX_VALUE))
        .isEqualTo(8_589_934_588L);
    assertThat(Packing.elements(16, Integer.MAX_VALUE)).isEqualTo(1_073_741_823L);
    assertThat(Packing.elements(31, Integer.MAX_VALUE)).isEqualTo(554_189_328L);
  }

  private static int[] residues(int count, Modulus modulus, long seed) {
    int[] residues = new Random(seed).ints(count, 0, modulus.prime()).toArray();
    residues[count - 1] = seed % 2 == 0 ? modulus.prime() - 1 : residues[count - 1];
    return residues;
  }

  private static byte byteOf(int[] residues, int from, int count, int bits, int index) {
    BigInteger all = BigInteger.ZERO;
    for (int i = 0; i < count; i++) {
      all = all.or(BigInteger.valueOf(residues[from + i]).shiftLeft(i * bits));
    }
    return all.shiftRight(8 * index).byteValue();
  }
}
