package io.edgeveil.core.mask;

import io.edgeveil.core.modulus.Modulus;
import java.util.Arrays;
import org.bouncycastle.crypto.engines.ChaCha7539Engine;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithIV;

/**
 * A 32-byte key stretched to a mask.
 *
 * <p><b>Guarantee.</b> To whoever does not hold the key, and as long as ChaCha20 is a good
 * generator, every element is uniform over all residues, zero included, and independent of the
 * others. One key makes one mask: a caller that expands the same key for two tensors gives away
 * their difference.
 *
 * <p>The keystream is ChaCha20 (RFC 8439, section 2.4) with nonce 0 from block 0. It is read as
 * little-endian 32-bit words; of each the low k bits are kept and accepted if below the prime,
 * otherwise the word is dropped. Dropping on any other ground would leak.
 */
public final class MaskStream {
  /** Bytes of a key. */
  public static final int KEY_BYTES = 32;

  private static final int NONCE_BYTES = 12;
  private static final int BUFFER_BYTES = 4096;

  private MaskStream() {}

  /**
   * The mask of this key.
   *
   * @param key 32 bytes, read
   * @param modulus of the layer
   * @param mask overwritten with residues
   * @throws IllegalArgumentException if the key has another length
   */
  public static void expand(byte[] key, Modulus modulus, int[] mask) {
    if (key.length != KEY_BYTES) {
      throw new IllegalArgumentException("a mask key has 32 bytes, got " + key.length);
    }
    ChaCha7539Engine cipher = new ChaCha7539Engine();
    cipher.init(true, new ParametersWithIV(new KeyParameter(key), new byte[NONCE_BYTES]));
    byte[] zeros = new byte[BUFFER_BYTES];
    byte[] stream = new byte[BUFFER_BYTES];
    int keep = (int) ((1L << modulus.bits()) - 1);
    int prime = modulus.prime();
    int done = 0;
    while (done < mask.length) {
      cipher.processBytes(zeros, 0, BUFFER_BYTES, stream, 0);
      for (int i = 0; i < BUFFER_BYTES && done < mask.length; i += Integer.BYTES) {
        int candidate =
            keep
                & ((stream[i] & 0xff)
                    | (stream[i + 1] & 0xff) << 8
                    | (stream[i + 2] & 0xff) << 16
                    | stream[i + 3] << 24);
        if (candidate < prime) {
          mask[done++] = candidate;
        }
      }
    }
    Arrays.fill(stream, (byte) 0);
    cipher.reset();
  }
}
