package io.edgeveil.core.cipher;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The keystream of ChaCha20 (RFC 8439, section 2.4) under one key and nonce, block after block.
 *
 * <p><b>Guarantee.</b> To whoever does not hold the key, and as long as ChaCha20 is a good
 * generator, the keystream is uniform; no block comes twice. The same key and nonce in a second
 * object give the same keystream again: keeping them apart is up to the caller. Time and memory
 * accesses depend on lengths alone. Closing wipes the key and all that was computed from it here.
 *
 * <p>Many blocks are computed side by side by {@link LaneBlocks}, few one by one by {@link
 * ScalarBlock}. Not for several threads.
 */
public final class ChaCha20 implements AutoCloseable {
  /** Bytes of a key. */
  public static final int KEY_BYTES = 32;

  /** Bytes of a nonce. */
  public static final int NONCE_BYTES = 12;

  /** Words of a block. */
  public static final int BLOCK_WORDS = 16;

  /** Bytes of a block. */
  public static final int BLOCK_BYTES = BLOCK_WORDS * Integer.BYTES;

  static final int COUNTER_WORD = 12;

  /** From here on the lanes are faster, though some of them are computed for nothing. */
  private static final int WORTH_LANES = LaneBlocks.LANES / 2;

  private static final int BUFFER_WORDS = BLOCK_WORDS * LaneBlocks.LANES;
  private static final long COUNTER_END = 1L << Integer.SIZE;
  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private final int[] input = new int[BLOCK_WORDS];
  private long counter;
  private LaneBlocks lanes; // null before the first use

  /**
   * The keystream from a block on.
   *
   * @param key 32 bytes, read
   * @param nonce 12 bytes, read
   * @param counter number of the first block, as an unsigned 32-bit number
   * @throws IllegalArgumentException if key or nonce has another length
   */
  public ChaCha20(byte[] key, byte[] nonce, int counter) {
    if (key.length != KEY_BYTES || nonce.length != NONCE_BYTES) {
      throw new IllegalArgumentException(
          "a key of 32 and a nonce of 12 bytes, got " + key.length + " and " + nonce.length);
    }
    input[0] = 0x61707865; // "expand 32-byte k" read little-endian
    input[1] = 0x3320646e;
    input[2] = 0x79622d32;
    input[3] = 0x6b206574;
    for (int i = 0; i < KEY_BYTES / Integer.BYTES; i++) {
      input[4 + i] = word(key, i * Integer.BYTES);
    }
    for (int i = 0; i < NONCE_BYTES / Integer.BYTES; i++) {
      input[COUNTER_WORD + 1 + i] = word(nonce, i * Integer.BYTES);
    }
    this.counter = Integer.toUnsignedLong(counter);
  }

  /**
   * A little-endian word, put together from bytes: keys are read and written as what they are,
   * bytes. Read as words through a view, from an array that the caller wiped right afterwards, a
   * key was seen to be wrong: in about one of a hundred runs some caller, once compiled, opened no
   * record any more (JDK 17.0.15, the compiler's schedule shuffled by {@code -XX:+StressGCM} and
   * its like).
   */
  private static int word(byte[] bytes, int at) {
    return (bytes[at] & 0xff)
        | (bytes[at + 1] & 0xff) << 8
        | (bytes[at + 2] & 0xff) << 16
        | bytes[at + 3] << 24;
  }

  /**
   * The next blocks, as little-endian words.
   *
   * @param words overwritten from index 0 on; the caller wipes it
   * @param blocks how many, at most {@code words.length / 16}
   * @throws IllegalArgumentException if {@code words} is too short
   * @throws IllegalStateException if the counter would pass 2^32 - 1; nothing is written
   */
  public void next(int[] words, int blocks) {
    if (blocks < 0 || blocks > words.length / BLOCK_WORDS) {
      throw new IllegalArgumentException(blocks + " blocks into " + words.length + " words");
    }
    requireLeft(blocks);
    int done = 0;
    while (done < blocks) {
      input[COUNTER_WORD] = (int) counter;
      int count = blocks - done >= WORTH_LANES ? Math.min(LaneBlocks.LANES, blocks - done) : 1;
      if (count == 1) {
        ScalarBlock.compute(input, words, done * BLOCK_WORDS);
      } else {
        if (lanes == null) {
          lanes = new LaneBlocks();
        }
        lanes.compute(input, words, done * BLOCK_WORDS, count);
      }
      done += count;
      counter += count;
    }
  }

  /**
   * Encrypts or decrypts, from the beginning of the next block on; what is left of the last block
   * is dropped.
   *
   * @param in its first {@code length} bytes are read
   * @param length in bytes
   * @param out its first {@code length} bytes are overwritten; may be {@code in}
   * @throws IndexOutOfBoundsException if an array is shorter than {@code length}
   * @throws IllegalStateException if the counter would pass 2^32 - 1; nothing is written
   */
  public void xor(byte[] in, int length, byte[] out) {
    if (length < 0 || length > in.length || length > out.length) {
      throw new IndexOutOfBoundsException(
          length + " bytes of " + in.length + " into " + out.length);
    }
    int blocks = length / BLOCK_BYTES + (length % BLOCK_BYTES == 0 ? 0 : 1);
    requireLeft(blocks);
    int[] words = new int[Math.min(BUFFER_WORDS, blocks * BLOCK_WORDS)];
    int done = 0;
    while (done < length) {
      int count = Math.min(words.length * Integer.BYTES, length - done);
      next(words, (count + BLOCK_BYTES - 1) / BLOCK_BYTES);
      xor(words, in, out, done, count);
      done += count;
    }
    Arrays.fill(words, 0);
  }

  private static void xor(int[] words, byte[] in, byte[] out, int at, int count) {
    int whole = count / Integer.BYTES;
    for (int i = 0; i < whole; i++) {
      int position = at + i * Integer.BYTES;
      WORD.set(out, position, (int) WORD.get(in, position) ^ words[i]);
    }
    for (int i = whole * Integer.BYTES; i < count; i++) {
      out[at + i] = (byte) (in[at + i] ^ (words[whole] >>> ((i % Integer.BYTES) * Byte.SIZE)));
    }
  }

  private void requireLeft(int blocks) {
    if (blocks > COUNTER_END - counter) {
      throw new IllegalStateException(
          blocks + " blocks from counter " + counter + " on would wrap it");
    }
  }

  /** Overwrites the key and what was computed from it. */
  @Override
  public void close() {
    Arrays.fill(input, 0);
    counter = COUNTER_END; // so that none is given out under the key of zeros
    if (lanes != null) {
      lanes.wipe();
    }
  }

  /** Says nothing of the key. */
  @Override
  public String toString() {
    return "ChaCha20[secret]";
  }
}
