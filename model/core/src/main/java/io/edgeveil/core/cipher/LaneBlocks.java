package io.edgeveil.core.cipher;

import java.util.Arrays;

/**
 * Blocks of ChaCha20 side by side: row w holds word w of every block, so that a quarter round is
 * one plain loop over the lanes, which the JVM's compiler turns into vector instructions.
 *
 * <p>The number of lanes is the same in every call. With loops of differing lengths, some of them
 * short, the compiler was seen to leave all of them scalar; with few lanes, the steps before and
 * after the vector part of the loop took most of the time.
 */
final class LaneBlocks {
  static final int LANES = 128;

  private static final int DOUBLE_ROUNDS = 10;

  private final int[][] rows = new int[ChaCha20.BLOCK_WORDS][LANES];

  /**
   * Computes blocks.
   *
   * @param input of the first block, 16 words, read
   * @param words overwritten from {@code at} on with {@code blocks} blocks
   * @param blocks at most {@link #LANES}
   */
  void compute(int[] input, int[] words, int at, int blocks) {
    for (int w = 0; w < ChaCha20.BLOCK_WORDS; w++) {
      Arrays.fill(rows[w], input[w]);
    }
    int[] counters = rows[ChaCha20.COUNTER_WORD];
    for (int i = 0; i < LANES; i++) {
      counters[i] += i;
    }
    for (int round = 0; round < DOUBLE_ROUNDS; round++) {
      quarterRounds(0, 4, 8, 12);
      quarterRounds(1, 5, 9, 13);
      quarterRounds(2, 6, 10, 14);
      quarterRounds(3, 7, 11, 15);
      quarterRounds(0, 5, 10, 15);
      quarterRounds(1, 6, 11, 12);
      quarterRounds(2, 7, 8, 13);
      quarterRounds(3, 4, 9, 14);
    }
    for (int i = 0; i < LANES; i++) {
      counters[i] += i;
    }
    for (int w = 0; w < ChaCha20.BLOCK_WORDS; w++) {
      gather(rows[w], input[w], words, at + w, blocks);
    }
  }

  private void quarterRounds(int a, int b, int c, int d) {
    quarterRounds(rows[a], rows[b], rows[c], rows[d]);
  }

  /** RFC 8439, section 2.1, in every lane. */
  private static void quarterRounds(int[] rowA, int[] rowB, int[] rowC, int[] rowD) {
    for (int i = 0; i < LANES; i++) {
      int a = rowA[i];
      int b = rowB[i];
      int c = rowC[i];
      int d = rowD[i];
      a += b;
      d ^= a;
      d = d << 16 | d >>> 16;
      c += d;
      b ^= c;
      b = b << 12 | b >>> 20;
      a += b;
      d ^= a;
      d = d << 8 | d >>> 24;
      c += d;
      b ^= c;
      b = b << 7 | b >>> 25;
      rowA[i] = a;
      rowB[i] = b;
      rowC[i] = c;
      rowD[i] = d;
    }
  }

  private static void gather(int[] row, int input, int[] words, int at, int blocks) {
    for (int i = 0; i < blocks; i++) {
      words[at + i * ChaCha20.BLOCK_WORDS] = row[i] + input;
    }
  }

  void wipe() {
    for (int[] row : rows) {
      Arrays.fill(row, 0);
    }
  }
}
