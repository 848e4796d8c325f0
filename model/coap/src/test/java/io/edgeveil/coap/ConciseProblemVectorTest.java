package io.edgeveil.coap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.edgeveil.core.wire.Problem;
import io.edgeveil.core.wire.WireFormatException;
import java.io.ByteArrayOutputStream;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The bytes, written by hand from RFC 8949 and RFC 9290. */
class ConciseProblemVectorTest {
  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text.replaceAll("\\s", ""));
  }

  private static String ascii(String text) {
    return HexFormat.of().formatHex(text.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
  }

  private static final Problem BUSY =
      Problem.of(Problem.Type.BUSY, "too many", 3, 41).withRetryAfter(250);

  private static final String BUSY_BYTES =
      "a4" // map of 4
          + "20 6f" // -1: text of 15
          + ascii("Gateway is busy")
          + "21 68" // -2: text of 8
          + ascii("too many")
          + "23 18 9d" // -4: 157
          + "74" // text of 20
          + ascii("urn:edgeveil:problem")
          + "a4" // map of 4
          + "00 78 19" // 0: text of 25
          + ascii("urn:edgeveil:problem:busy")
          + "01 03 02 18 29 03 18 fa"; // 1: 3, 2: 41, 3: 250

  @Test
  void ourBytesAreThese() {
    assertThat(ConciseProblem.encode(BUSY)).isEqualTo(hex(BUSY_BYTES));
  }

  @Test
  void theyAreRead() throws Exception {
    assertThat(ConciseProblem.decode(hex(BUSY_BYTES))).isEqualTo(BUSY);
  }

  /** After the example of RFC 9290, section 2: an entry of somebody else is passed over. */
  @Test
  void theExampleOfTheRfcIsRead() throws Exception {
    byte[] example =
        hex(
            "a5"
                + "20 72"
                + ascii("title of the error")
                + "21 78 24"
                + ascii("detailed information about the error")
                + "22 78 1b"
                + ascii("coaps://pd.example/FA317434")
                + "23 18 80"
                + "78 1c"
                + ascii("tag:3gpp.org,2022-03:TS29112")
                + "a3 00 78 1c"
                + ascii("machine readable error cause")
                + "01 82 82 74"
                + ascii("first parameter name")
                + "78 1a"
                + ascii("must be a positive integer")
                + "81 75"
                + ascii("second parameter name")
                + "02 68"
                + ascii("d34db33f"));
    assertThat(ConciseProblem.decode(example))
        .isEqualTo(
            new Problem(
                ConciseProblem.NO_TYPE,
                "title of the error",
                "detailed information about the error",
                -1,
                -1,
                -1));
  }

  @Test
  void aTextMayHaveALanguage() throws Exception {
    byte[] tagged =
        hex("a1 20 d8 26 82 62" + ascii("de") + "64" + ascii("voll")); // -1: 38(["de", "voll"])
    assertThat(ConciseProblem.decode(tagged).title()).isEqualTo("voll");
    byte[] rightToLeft =
        hex("a1 21 d8 26 83 62" + ascii("de") + "64" + ascii("voll") + "f4"); // …, false]
    assertThat(ConciseProblem.decode(rightToLeft).detail()).isEqualTo("voll");
  }

  @ParameterizedTest
  @EnumSource(Problem.Type.class)
  void everyKindOfProblemGoesThereAndBack(Problem.Type type) throws Exception {
    for (Problem problem :
        new Problem[] {
          Problem.of(type, "words, é and 漢"),
          Problem.of(type, "", 0, 0).withRetryAfter(0),
          Problem.of(type, "far", 65_535, Long.MAX_VALUE).withRetryAfter(Long.MAX_VALUE)
        }) {
      assertThat(ConciseProblem.decode(ConciseProblem.encode(problem))).isEqualTo(problem);
    }
  }

  @Test
  void everyTruncationIsRefused() {
    byte[] whole = hex(BUSY_BYTES);
    for (int length = 0; length < whole.length; length++) {
      byte[] part = java.util.Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> ConciseProblem.decode(part))
          .as("%d bytes", length)
          .isInstanceOf(WireFormatException.class);
    }
  }

  @Test
  void everyFlippedBitIsReadOrRefused() {
    byte[] whole = hex(BUSY_BYTES);
    int read = 0;
    for (int bit = 0; bit < whole.length * 8; bit++) {
      byte[] flipped = whole.clone();
      flipped[bit / 8] ^= (byte) (1 << (bit % 8));
      try {
        Problem problem = ConciseProblem.decode(flipped);
        assertThat(problem.layer()).isBetween(-1, 0xffff);
        assertThat(problem.inference()).isGreaterThanOrEqualTo(-1);
        read++;
      } catch (WireFormatException expectedOften) {
        assertThat(expectedOften).hasMessageContaining("problem details");
      }
    }
    assertThat(read).isPositive();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", // nothing
        "80", // an array
        "f6", // null
        "a1", // a map that ends
        "a1 20", // a key that ends
        "a1 20 01", // a title that is a number
        "a1 20 80", // an array that is no text
        "a1 20 82 62 64 65 a0", // [“de”, {}]
        "a2 20 61 61 20 61 62", // a title twice
        "a1 20 61 61 00", // something behind
        "a1 20 7b 7f ff ff ff ff ff ff ff", // a text of 2^63 - 1 bytes
        "a1 20 5f", // bytes without an end
        "bf 20 61 61", // a map without an end
        "bb ff ff ff ff ff ff ff ff", // a map of 2^64 - 1
        "a1 05 9b ff ff ff ff ff ff ff ff", // an array of 2^64 - 1
        "a1 05 81 81 81 81 81 81 81 81 81 81 81 00", // nested deeply
        "a1 05 c2 5b 00 ff ff ff ff ff ff ff", // a number of 2^56 bytes
        "a1 74 75 72 6e 3a 65 64 67 65 76 65 69 6c 3a 70 72 6f 62 6c 65 6d 00", // ours, no map
        "a1 74 75 72 6e 3a 65 64 67 65 76 65 69 6c 3a 70 72 6f 62 6c 65 6d a1 01 20", // layer -1
        "a1 74 75 72 6e 3a 65 64 67 65 76 65 69 6c 3a 70 72 6f 62 6c 65 6d a1 01 1a 00 01 00 00",
        "a1 74 75 72 6e 3a 65 64 67 65 76 65 69 6c 3a 70 72 6f 62 6c 65 6d a1 02 1b ff ff ff ff"
            + "ff ff ff ff", // inference 2^64 - 1
        "a1 74 75 72 6e 3a 65 64 67 65 76 65 69 6c 3a 70 72 6f 62 6c 65 6d a1 02 f9 3c 00", // 1.0
      })
  void whatIsNoProblemIsRefused(String bytes) {
    assertThatThrownBy(() -> ConciseProblem.decode(hex(bytes)))
        .isInstanceOf(WireFormatException.class);
  }

  @Test
  void whatIsTooLongIsRefused() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(hex("a1 20 59 1000"));
    bytes.writeBytes(new byte[4096]);
    assertThatThrownBy(() -> ConciseProblem.decode(bytes.toByteArray()))
        .isInstanceOf(WireFormatException.class)
        .hasMessageContaining("4101 bytes");
  }
}
