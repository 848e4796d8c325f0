package io.edgeveil.pads.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** The same bytes as the JDK's ChaCha20-Poly1305, and nothing changed is opened. */
class AuthenticatedCipherTest {
  private final Random random = new Random(2);

  private byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  @Test
  void agreesWithTheJdkAtEveryShortLengthAndSomeLongOnes() throws Exception {
    int[] lengths =
        IntStream.concat(IntStream.range(0, 200), random.ints(50, 200, 50_000)).toArray();
    for (int length : lengths) {
      byte[] key = bytes(32);
      byte[] associated = bytes(random.nextInt(150));
      byte[] plain = bytes(length);
      Cipher jdk = Cipher.getInstance("ChaCha20-Poly1305");
      jdk.init(
          Cipher.ENCRYPT_MODE,
          new SecretKeySpec(key, "ChaCha20"),
          new IvParameterSpec(new byte[12]));
      jdk.updateAAD(associated);
      byte[] sealed = jdk.doFinal(plain);
      assertThat(AuthenticatedCipher.seal(key, associated, plain)).isEqualTo(sealed);
      AuthenticatedCipher.open(key, associated, sealed);
      assertThat(Arrays.copyOf(sealed, length)).isEqualTo(plain);
    }
  }

  @Test
  void whatWasChangedIsNotOpened() {
    byte[] key = bytes(32);
    byte[] associated = bytes(20);
    byte[] sealed = AuthenticatedCipher.seal(key, associated, bytes(40));
    for (byte[] part : new byte[][] {key, associated, sealed}) {
      for (int bit = 0; bit < Byte.SIZE * part.length; bit++) {
        part[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
        assertThatExceptionOfType(AEADBadTagException.class)
            .isThrownBy(() -> AuthenticatedCipher.open(key, associated, sealed));
        part[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
      }
    }
    assertThatExceptionOfType(AEADBadTagException.class)
        .isThrownBy(() -> AuthenticatedCipher.open(key, associated, new byte[15]));
  }
}
