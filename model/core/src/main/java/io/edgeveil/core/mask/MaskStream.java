package io.edgeveil.core.mask;

import io.edgeveil.core.cipher.ChaCha20;
import io.edgeveil.core.modulus.Modulus;
import java.util.Arrays;

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
  public static final int KEY_BYTES = ChaCha20.KEY_BYTES;

  private static final int BUFFER_BLOCKS = 128;

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
    int keep = (int) ((1L << modulus.bits()) - 1);
    int prime = modulus.prime();
    int[] words = new int[ChaCha20.BLOCK_WORDS * Math.min(BUFFER_BLOCKS, blocks(mask.length))];
    int done = 0;
    try (ChaCha20 stream = new ChaCha20(key, new byte[ChaCha20.NONCE_BYTES], 0)) {
      while (done < mask.length) {
        int blocks = Math.min(BUFFER_BLOCKS, blocks(mask.length - done));
        stream.next(words, blocks);
        done += accept(words, blocks * ChaCha20.BLOCK_WORDS, keep, prime, mask, done);
      }
    } finally {
      Arrays.fill(words, 0);
    }
  }

  /**
   * Puts the candidates below the prime one behind the other.
   *
   * @param count words to look at
   * @return how many were put into {@code mask} from {@code at} on; no more than there is room for
   */
  private static int accept(int[] words, int count, int keep, int prime, int[] mask, int at) {
    int fitting = Math.min(count, mask.length - at);
    int outside = 0; // sign bit set as soon as one is to be dropped
    for (int i = 0; i < fitting; i++) {
      int candidate = words[i] & keep;
      outside |= prime - 1 - candidate;
      mask[at + i] = candidate;
    }
    if (outside >= 0) {
      return fitting; // the usual case: the prime is close to 2^k
    }
    int accepted = 0;
    for (int i = 0; i < count && at + accepted < mask.length; i++) {
      int candidate = words[i] & keep;
      if (candidate < prime) {
        mask[at + accepted++] = candidate;
      }
    }
    return accepted;
  }

  /** Least number of blocks, not 0, that hold so many words. */
  private static int blocks(int words) {
    return (words - 1) / ChaCha20.BLOCK_WORDS + 1;
  }
}
