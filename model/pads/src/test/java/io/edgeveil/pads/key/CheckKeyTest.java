package io.edgeveil.pads.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.edgeveil.core.mask.MaskStream;
import io.edgeveil.core.modulus.Modulus;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CheckKeyTest {
  private static final byte[] DIGEST =
      HexFormat.of().parseHex("a0a1a2a3a4a5a6a7a8a9aaabacadaeafb0b1b2b3b4b5b6b7b8b9babbbcbdbebf");
  private static final Modulus MODULUS = Modulus.ofBits(24);

  private static CheckKey key() {
    byte[] bytes = new byte[CheckKey.BYTES];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) i;
    }
    return CheckKey.readFrom(ByteBuffer.wrap(bytes));
  }

  /** The info is "check", the digest, layer and repetition, two little-endian bytes each. */
  @Test
  void aVectorIsTheMaskStreamOfItsOwnKey() {
    byte[] bytes = new byte[CheckKey.BYTES];
    key().writeTo(ByteBuffer.wrap(bytes));
    byte[] info =
        HexFormat.of().parseHex("636865636b" + HexFormat.of().formatHex(DIGEST) + "02010300");
    int[] expected = new int[10];
    MaskStream.expand(Hkdf.derive(bytes, info), MODULUS, expected);
    int[] vector = new int[10];
    key().expand(DIGEST, 0x0102, 3, MODULUS, vector);
    assertThat(vector).isEqualTo(expected);
  }

  @Test
  void everyLayerAndRepetitionHasAnother() {
    Set<String> vectors = new HashSet<>();
    for (int layer = 0; layer < 5; layer++) {
      for (int repetition = 0; repetition < 5; repetition++) {
        int[] vector = new int[4];
        key().expand(DIGEST, layer, repetition, MODULUS, vector);
        vectors.add(Arrays.toString(vector));
      }
    }
    assertThat(vectors).hasSize(25);
  }

  @Test
  void refusesWhatHasNoPlaceInTheInfo() {
    int[] vector = new int[1];
    assertThatIllegalArgumentException()
        .isThrownBy(() -> key().expand(new byte[31], 0, 0, MODULUS, vector));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> key().expand(DIGEST, 0x10000, 0, MODULUS, vector));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> key().expand(DIGEST, 0, -1, MODULUS, vector));
  }

  @Test
  void closingWipesAndNothingPrints() {
    CheckKey key = key();
    assertThat(key).hasToString("CheckKey[secret]");
    key.close();
    byte[] bytes = new byte[CheckKey.BYTES];
    key.writeTo(ByteBuffer.wrap(bytes));
    assertThat(bytes).containsOnly(0);
  }
}
