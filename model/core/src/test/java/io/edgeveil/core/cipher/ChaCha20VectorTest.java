package io.edgeveil.core.cipher;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/**
 * The vectors of RFC 8439, sections 2.3.2 and 2.4.2, appendix A.1 and A.2; those of one block of
 * keystream as the encryption of zeros. The last column is what OpenSSL makes of the others: {@code
 * openssl enc -chacha20 -K key -iv (counter, 4 bytes little-endian | nonce)}.
 */
class ChaCha20VectorTest {
  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  @ParameterizedTest(name = "{0}")
  @CsvFileSource(resources = "rfc8439.csv", numLinesToSkip = 1)
  void blockByBlockAndInLanes(
      String section, String key, int counter, String nonce, String plain, String encrypted) {
    byte[] text = bytes(plain);
    byte[] few = new byte[text.length];
    try (ChaCha20 cipher = new ChaCha20(bytes(key), bytes(nonce), counter)) {
      cipher.xor(text, text.length, few);
    }
    assertThat(few).as(section).isEqualTo(bytes(encrypted));

    byte[] many = Arrays.copyOf(text, LaneBlocks.LANES * ChaCha20.BLOCK_BYTES);
    try (ChaCha20 cipher = new ChaCha20(bytes(key), bytes(nonce), counter)) {
      cipher.xor(many, many.length, many);
    }
    assertThat(many).as(section).startsWith(bytes(encrypted));
  }
}
