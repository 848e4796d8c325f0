package io.edgeveil.core.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.edgeveil.core.modulus.Modulus;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Packing is little-endian bytes one after the other, whichever way the loops go about it. */
class ResiduesLawTest {

  @Property(seed = "33")
  void bytesAreTheResiduesOnesAfterTheOthersAndNothingElseIsTouched(
      @ForAll @IntRange(min = 16, max = 31) int k,
      @ForAll @IntRange(min = 0, max = 70) int count,
      @ForAll @IntRange(min = 0, max = 9) int from,
      @ForAll @IntRange(min = 0, max = 9) int at,
      @ForAll long seed)
      throws WireFormatException {
    Modulus modulus = Modulus.ofBits(k);
    int width = modulus.bytesPerElement();
    Random random = new Random(seed);
    int[] residues = random.ints(from + count + 3, 0, modulus.prime()).toArray();
    byte[] bytes = new byte[at + count * width + (int) (seed & 7)];
    random.nextBytes(bytes);
    byte[] wanted = bytes.clone();
    for (int i = 0; i < count * width; i++) {
      wanted[at + i] = (byte) (residues[from + i / width] >>> (i % width * Byte.SIZE));
    }

    Residues.pack(residues, from, count, width, bytes, at);
    assertThat(bytes).isEqualTo(wanted);

    int[] unpacked = random.ints(residues.length).toArray();
    int[] back = unpacked.clone();
    System.arraycopy(residues, from, back, from, count);
    Residues.unpack(bytes, at, count, modulus, unpacked, from);
    assertThat(unpacked).isEqualTo(back);
    assertThat(Residues.matches(residues, from, count, width, bytes, at)).isTrue();
  }

  @Property(seed = "34")
  void anElementThatIsNoResidueIsFoundWhereverItIs(
      @ForAll @IntRange(min = 16, max = 31) int k,
      @ForAll @IntRange(min = 1, max = 40) int count,
      @ForAll @IntRange(min = 0, max = 39) int place,
      @ForAll boolean least) {
    Modulus modulus = Modulus.ofBits(k);
    int width = modulus.bytesPerElement();
    int[] elements = new int[count];
    elements[place % count] = least ? modulus.prime() : (int) ((1L << (width * Byte.SIZE)) - 1);
    byte[] bytes = new byte[count * width];
    Residues.pack(elements, 0, count, width, bytes, 0);
    assertThatThrownBy(() -> Residues.unpack(bytes, 0, count, modulus, new int[count], 0))
        .isInstanceOf(WireFormatException.class);
  }
}
