package io.edgeveil.core.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.edgeveil.core.modulus.Modulus;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.bouncycastle.crypto.engines.ChaCha7539Engine;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithIV;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MaskStreamVectorTest {

  /**
   * RFC 8439, appendix A.1, test vector 1: key 0, nonce 0, counter 0. The keystream block read as
   * little-endian words, the low 31 bits of each kept, none of these above the prime 2^31 - 1.
   */
  @Test
  void theStreamIsChaCha20OfTheRfc() {
    byte[] block =
        HexFormat.of()
            .parseHex(
                "76b8e0ada0f13d90405d6ae55386bd28bdd219b8a08ded1aa836efcc8b770dc7"
                    + "da41597c5157488d7724e03fb8d84a376a43b8f41518a11cc387b669b2ee6586");
    List<Integer> expected = new ArrayList<>();
    for (int i = 0; i < block.length; i += 4) {
      int word =
          (block[i] & 0xff)
              | (block[i + 1] & 0xff) << 8
              | (block[i + 2] & 0xff) << 16
              | block[i + 3] << 24;
      expected.add(word & 0x7fffffff);
    }
    int[] mask = new int[expected.size()];
    MaskStream.expand(new byte[MaskStream.KEY_BYTES], Modulus.ofBits(31), mask);
    assertThat(mask).containsExactly(expected.stream().mapToInt(Integer::intValue).toArray());
  }

  /** Every residue that Bouncy Castle's keystream holds, in its order, over many buffers. */
  @ParameterizedTest
  @ValueSource(ints = {16, 17, 23, 26, 31})
  void aLongMaskIsMadeOfBouncyCastlesKeystream(int bits) {
    Modulus modulus = Modulus.ofBits(bits);
    byte[] key = new byte[MaskStream.KEY_BYTES];
    key[bits] = (byte) bits;
    byte[] stream = new byte[100_000];
    ChaCha7539Engine engine = new ChaCha7539Engine();
    engine.init(true, new ParametersWithIV(new KeyParameter(key), new byte[12]));
    engine.processBytes(stream, 0, stream.length, stream, 0);
    IntBuffer words = ByteBuffer.wrap(stream).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer();
    int[] expected =
        IntStream.range(0, words.limit())
            .map(i -> words.get(i) & (int) ((1L << bits) - 1))
            .filter(candidate -> candidate < modulus.prime())
            .toArray();
    int[] mask = new int[expected.length];
    MaskStream.expand(key, modulus, mask);
    assertThat(mask).isEqualTo(expected);
  }

  @Test
  void aShorterMaskIsThePrefixOfALongerOne() {
    int[] longer = new int[5000];
    int[] shorter = new int[1234];
    MaskStream.expand(new byte[MaskStream.KEY_BYTES], Modulus.ofBits(23), longer);
    MaskStream.expand(new byte[MaskStream.KEY_BYTES], Modulus.ofBits(23), shorter);
    assertThat(longer).startsWith(shorter);
  }

  @Test
  void aKeyOfAnotherLengthIsRefused() {
    assertThatThrownBy(() -> MaskStream.expand(new byte[31], Modulus.ofBits(16), new int[1]))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
