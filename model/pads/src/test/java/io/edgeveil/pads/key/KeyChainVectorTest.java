package io.edgeveil.pads.key;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgeveil.core.modulus.Modulus;
import io.edgeveil.pads.Golden;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KeyChainVectorTest {
  private static final byte[] DIGEST =
      HexFormat.of().parseHex("a0a1a2a3a4a5a6a7a8a9aaabacadaeafb0b1b2b3b4b5b6b7b8b9babbbcbdbebf");

  /** RFC 5869, appendix A.3: no salt, no info; the first 32 of its 42 bytes. */
  @Test
  void derivationIsHkdf() {
    byte[] ikm = HexFormat.of().parseHex("0b".repeat(22));
    assertThat(Hkdf.derive(ikm, new byte[0]))
        .isEqualTo(
            HexFormat.of()
                .parseHex("8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d"));
  }

  @Test
  void chainAndMasks() {
    List<String> chain = new ArrayList<>();
    List<String> masks = new ArrayList<>();
    ChainKey key = ChainKey.readFrom(ByteBuffer.wrap(Golden.bytes("chain")));
    for (int i = 0; i < 2; i++) {
      byte[] bytes = new byte[ChainKey.BYTES];
      key.writeTo(ByteBuffer.wrap(bytes));
      chain.add(HexFormat.of().formatHex(bytes));
      try (PadKey pad = key.pad()) {
        for (int layer : new int[] {0, 1, 0x0102}) {
          int[] narrow = new int[5];
          pad.expandMask(DIGEST, layer, Modulus.ofBits(16), narrow);
          int[] wide = new int[3];
          pad.expandMask(DIGEST, layer, Modulus.ofBits(31), wide);
          masks.add(
              layer
                  + " "
                  + IntStream.concat(IntStream.of(narrow), IntStream.of(wide))
                      .mapToObj(String::valueOf)
                      .collect(Collectors.joining(" ")));
        }
      }
      key = key.next();
    }
    assertThat(chain).isEqualTo(Golden.lines("chain"));
    assertThat(masks).isEqualTo(Golden.lines("mask"));
  }

  @Test
  void closingWipesAndNothingPrints() {
    ChainKey key = ChainKey.readFrom(ByteBuffer.wrap(Golden.bytes("chain")));
    assertThat(key).hasToString("ChainKey[secret]");
    assertThat(key.pad()).hasToString("PadKey[secret]");
    key.close();
    byte[] bytes = new byte[ChainKey.BYTES];
    key.writeTo(ByteBuffer.wrap(bytes));
    assertThat(bytes).containsOnly(0);
  }
}
