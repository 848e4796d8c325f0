package io.edgeveil.sensor.secrets;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A planted secret is found, however a program would print it. */
class SecretTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  private static byte[] in(String text) {
    return ("12:00:00.000 DEBUG Store: took " + text + " for pad 3\n").getBytes(UTF_8);
  }

  @Test
  void bytesInEveryForm() throws Exception {
    for (int length : new int[] {12, 32, 33, 4096}) {
      byte[] key = random(length);
      Secret secret = Secret.ofBytes("key", key);
      byte[] longer = ByteBuffer.allocate(length + 7).put(random(4)).put(key).array();
      for (String form :
          List.of(
              Arrays.toString(key),
              HexFormat.of().formatHex(key),
              HexFormat.of().withUpperCase().formatHex(key),
              HexFormat.ofDelimiter(":").formatHex(key),
              Base64.getEncoder().encodeToString(key),
              Base64.getUrlEncoder().withoutPadding().encodeToString(key),
              Base64.getEncoder().encodeToString(longer),
              Base64.getEncoder().encodeToString(Arrays.copyOfRange(longer, 2, longer.length)),
              Base64.getEncoder().encodeToString(Arrays.copyOfRange(longer, 3, longer.length)),
              JSON.writeValueAsString(key),
              JSON.writeValueAsString(Map.of("key", key)),
              Arrays.toString(Arrays.copyOf(key, 12)),
              Arrays.toString(Arrays.copyOfRange(key, length - 12, length)))) {
        assertThat(secret.isIn(in(form))).as(form).isTrue();
      }
      ByteArrayOutputStream raw = new ByteArrayOutputStream();
      raw.writeBytes(random(1000));
      raw.writeBytes(key);
      raw.writeBytes(random(1000));
      assertThat(secret.isIn(raw.toByteArray())).isTrue();
      assertThat(secret.isIn(in(Arrays.toString(random(length + 1))))).isFalse();
    }
  }

  @Test
  void passwordsInEveryForm() {
    String password = "xkQ8mPz2vTn5rLw7";
    Secret secret = Secret.ofText("password", password);
    assertThat(secret.isIn(in("user pi-1, password " + password))).isTrue();
    assertThat(secret.isIn(in(Base64.getEncoder().encodeToString(password.getBytes(UTF_8)))))
        .isTrue();
    assertThat(secret.isIn(in(HexFormat.of().formatHex(password.getBytes(UTF_8))))).isTrue();
    assertThat(secret.isIn(in(Arrays.toString(password.getBytes(UTF_8))))).isTrue();
    assertThat(secret.isIn(in("user pi-1, password ****"))).isFalse();
  }

  @Test
  void integersInEveryForm() throws Exception {
    int[] mask = new Random(1).ints(500, 0, 1 << 19).toArray();
    Secret secret = Secret.ofIntegers("mask", mask);
    ByteBuffer packed = ByteBuffer.allocate(3 * mask.length);
    ByteBuffer words = ByteBuffer.allocate(4 * mask.length);
    for (int residue : mask) {
      packed.put((byte) residue).put((byte) (residue >> 8)).put((byte) (residue >> 16));
      words.putInt(residue);
    }
    for (String form :
        List.of(
            Arrays.toString(mask),
            JSON.writeValueAsString(mask),
            Arrays.stream(mask)
                .limit(10)
                .mapToObj(String::valueOf)
                .collect(Collectors.joining(" ")),
            HexFormat.of().formatHex(packed.array()),
            Base64.getEncoder().encodeToString(packed.array()),
            new String(packed.array(), ISO_8859_1))) {
      assertThat(secret.isIn(("took " + form).getBytes(ISO_8859_1))).as(form).isTrue();
    }
    assertThat(secret.isIn(words.array())).isTrue();
    assertThat(secret.isIn(in(Arrays.toString(new Random(2).ints(500).toArray())))).isFalse();
  }

  @Test
  void whatIsAlmostAllOneValueIsNotLookedFor() {
    assertThat(Secret.ofIntegers("black", new int[784]).forms()).isZero();
    int[] edge = new int[784];
    System.arraycopy(new int[] {3, 1, 4, 1, 5, 9, 2, 6}, 0, edge, 300, 8);
    Secret secret = Secret.ofIntegers("edge", edge);
    assertThat(secret.isIn(in(Arrays.toString(edge)))).isTrue();
    assertThat(secret.isIn(in(Arrays.toString(new int[784])))).isFalse();
  }
}
