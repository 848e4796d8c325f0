package io.edgeveil.core.cipher;

import static java.lang.Integer.rotateLeft;

/** One block of ChaCha20 (RFC 8439, section 2.3), its words in local variables. */
final class ScalarBlock {
  private static final int DOUBLE_ROUNDS = 10;

  private ScalarBlock() {}

  /**
   * Computes a block.
   *
   * @param input 16 words, read
   * @param words overwritten from {@code at} on with 16 words
   */
  static void compute(int[] input, int[] words, int at) {
    int x0 = input[0];
    int x1 = input[1];
    int x2 = input[2];
    int x3 = input[3];
    int x4 = input[4];
    int x5 = input[5];
    int x6 = input[6];
    int x7 = input[7];
    int x8 = input[8];
    int x9 = input[9];
    int x10 = input[10];
    int x11 = input[11];
    int x12 = input[12];
    int x13 = input[13];
    int x14 = input[14];
    int x15 = input[15];
    for (int round = 0; round < DOUBLE_ROUNDS; round++) {
      x0 += x4;
      x12 = rotateLeft(x12 ^ x0, 16);
      x8 += x12;
      x4 = rotateLeft(x4 ^ x8, 12);
      x0 += x4;
      x12 = rotateLeft(x12 ^ x0, 8);
      x8 += x12;
      x4 = rotateLeft(x4 ^ x8, 7);
      x1 += x5;
      x13 = rotateLeft(x13 ^ x1, 16);
      x9 += x13;
      x5 = rotateLeft(x5 ^ x9, 12);
      x1 += x5;
      x13 = rotateLeft(x13 ^ x1, 8);
      x9 += x13;
      x5 = rotateLeft(x5 ^ x9, 7);
      x2 += x6;
      x14 = rotateLeft(x14 ^ x2, 16);
      x10 += x14;
      x6 = rotateLeft(x6 ^ x10, 12);
      x2 += x6;
      x14 = rotateLeft(x14 ^ x2, 8);
      x10 += x14;
      x6 = rotateLeft(x6 ^ x10, 7);
      x3 += x7;
      x15 = rotateLeft(x15 ^ x3, 16);
      x11 += x15;
      x7 = rotateLeft(x7 ^ x11, 12);
      x3 += x7;
      x15 = rotateLeft(x15 ^ x3, 8);
      x11 += x15;
      x7 = rotateLeft(x7 ^ x11, 7);
      x0 += x5;
      x15 = rotateLeft(x15 ^ x0, 16);
      x10 += x15;
      x5 = rotateLeft(x5 ^ x10, 12);
      x0 += x5;
      x15 = rotateLeft(x15 ^ x0, 8);
      x10 += x15;
      x5 = rotateLeft(x5 ^ x10, 7);
      x1 += x6;
      x12 = rotateLeft(x12 ^ x1, 16);
      x11 += x12;
      x6 = rotateLeft(x6 ^ x11, 12);
      x1 += x6;
      x12 = rotateLeft(x12 ^ x1, 8);
      x11 += x12;
      x6 = rotateLeft(x6 ^ x11, 7);
      x2 += x7;
      x13 = rotateLeft(x13 ^ x2, 16);
      x8 += x13;
      x7 = rotateLeft(x7 ^ x8, 12);
      x2 += x7;
      x13 = rotateLeft(x13 ^ x2, 8);
      x8 += x13;
      x7 = rotateLeft(x7 ^ x8, 7);
      x3 += x4;
      x14 = rotateLeft(x14 ^ x3, 16);
      x9 += x14;
      x4 = rotateLeft(x4 ^ x9, 12);
      x3 += x4;
      x14 = rotateLeft(x14 ^ x3, 8);
      x9 += x14;
      x4 = rotateLeft(x4 ^ x9, 7);
    }
    words[at] = x0 + input[0];
    words[at + 1] = x1 + input[1];
    words[at + 2] = x2 + input[2];
    words[at + 3] = x3 + input[3];
    words[at + 4] = x4 + input[4];
    words[at + 5] = x5 + input[5];
    words[at + 6] = x6 + input[6];
    words[at + 7] = x7 + input[7];
    words[at + 8] = x8 + input[8];
    words[at + 9] = x9 + input[9];
    words[at + 10] = x10 + input[10];
    words[at + 11] = x11 + input[11];
    words[at + 12] = x12 + input[12];
    words[at + 13] = x13 + input[13];
    words[at + 14] = x14 + input[14];
    words[at + 15] = x15 + input[15];
  }
}
