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

class PackedBitsLawTest {
  private static final byte OLD = 0x5a;

  /** The bytes are those of the sum of 2^(i·k)·element, and what comes out is what went in. */
  @Property(seed = "31", tries = 2000)
  void packedIsOneLargeIntegerAndUnpackedTheSame(
      @ForAll @IntRange(min = 16, max = 31) int k,
      @ForAll @IntRange(min = 1, max = 70) int count,
      @ForAll @IntRange(min = 0, max = 9) int from,
      @ForAll @IntRange(min = 0, max = 67) int at,
      @ForAll @IntRange(min = 0, max = 9) int behind,
      @ForAll long seed)
      throws WireFormatException {
    Modulus modulus = Modulus.ofBits(k);
    int[] residues = residues(from + count, modulus, seed);
    int length = (int) Packing.BITS.payloadBytes(modulus, count);
    byte[] bytes = new byte[at + length + behind];
    Arrays.fill(bytes, OLD);
    PackedBits.pack(residues, from, count, k, bytes, at);

    for (int i = 0; i < bytes.length; i++) {
      byte expected = i < at || i >= at + length ? OLD : byteOf(residues, from, count, k, i - at);
      assertThat(bytes[i]).as("byte %d", i).isEqualTo(expected);
    }
    assertThat(PackedBits.isPaddedWithZeros(bytes, at, count, k)).isTrue();
    assertThat(PackedBits.matches(residues, from, count, k, bytes, at)).isTrue();
    int[] unpacked = new int[from + count + 1];
    Arrays.fill(unpacked, -1);
    PackedBits.unpack(bytes, at, count, modulus, unpacked, from);
    for (int i = 0; i < unpacked.length; i++) {
      boolean written = i >= from && i < from + count;
      assertThat(unpacked[i]).isEqualTo(written ? residues[i] : -1);
    }
  }

  @Property(seed = "32", tries = 500)
  void oneElementOutOfRangeIsFoundWhereverItIs(
      @ForAll @IntRange(min = 16, max = 31) int k,
      @ForAll @IntRange(min = 1, max = 40) int count,
      @ForAll long seed) {
    Modulus modulus = Modulus.ofBits(k);
    int[] residues = residues(count, modulus, seed);
    Random random = new Random(seed);
    int outside = random.nextInt(count);
    int distance = (int) ((1L << k) - modulus.prime());
    residues[outside] = modulus.prime() + random.nextInt(distance); // in [p, 2^k)
    byte[] bytes = new byte[(int) Packing.BITS.payloadBytes(modulus, count)];
    PackedBits.pack(residues, 0, count, k, bytes, 0);
    assertThatThrownBy(() -> PackedBits.unpack(bytes, 0, count, modulus, new int[count], 0))
        .isInstanceOf(WireFormatException.class)
        .hasMessageContaining("not a residue");
  }

  @Property(seed = "33", tries = 500)
  void everyOtherElementIsNoMatch(
      @ForAll @IntRange(min = 16, max = 31) int k,
      @ForAll @IntRange(min = 1, max = 40) int count,
      @ForAll long seed) {
    Modulus modulus = Modulus.ofBits(k);
    int[] residues = residues(count, modulus, seed);
    byte[] bytes = new byte[(int) Packing.BITS.payloadBytes(modulus, count)];
    PackedBits.pack(residues, 0, count, k, bytes, 0);
    for (int i = 0; i < count; i++) {
      residues[i] ^= 1 << (i % k);
      assertThat(PackedBits.matches(residues, 0, count, k, bytes, 0)).isFalse();
      residues[i] ^= 1 << (i % k);
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

  private static byte byteOf(int[] residues, int from, int count, int k, int index) {
    BigInteger all = BigInteger.ZERO;
    for (int i = 0; i < count; i++) {
      all = all.or(BigInteger.valueOf(residues[from + i]).shiftLeft(i * k));
    }
    return all.shiftRight(8 * index).byteValue();
  }
}
