package io.edgeveil.linear;

/**
 * How a residue is cut into digits for 8-bit arithmetic: {@code residue = sum of digit_j * 2^(bits
 * * j)}.
 *
 * @param bits of one limb, 1..8
 * @param count how many limbs hold k bits; at most 5
 */
record LimbWidth(int bits, int count) {

  /** As few limbs of at most {@code mostBits} bits as hold k bits, and no wider than needed. */
  static LimbWidth of(int k, int mostBits) {
    int count = (k + mostBits - 1) / mostBits;
    return new LimbWidth((k + count - 1) / count, count);
  }

  /** The greatest digit, {@code 2^bits - 1}. */
  int greatest() {
    return (1 << bits) - 1;
  }

  /** 32-bit words that hold the limbs of one residue, a byte each. */
  int words() {
    return (count + 3) / 4;
  }

  /**
   * Writes the limbs of residues as bytes, little-endian, {@link #words()} words a residue.
   *
   * @param residues read from {@code from}, {@code length} of them, each in [0, 2^31)
   * @param words overwritten from index 0
   */
  void split(int[] residues, int from, int length, int[] words) {
    int mask = greatest();
    int b = bits;
    int top = count == 4 ? ~0 : 0;
    if (count <= 4 && bits == 8) {
      System.arraycopy(residues, from, words, 0, length);
    } else if (count <= 4) {
      for (int i = 0; i < length; i++) {
        int r = residues[from + i];
        words[i] =
            (r & mask)
                | ((r >>> b) & mask) << 8
                | ((r >>> (2 * b)) & mask) << 16
                | ((r >>> (3 * b)) & top) << 24;
      }
    } else {
      for (int i = 0; i < length; i++) {
        int r = residues[from + i];
        words[2 * i] =
            (r & mask)
                | ((r >>> b) & mask) << 8
                | ((r >>> (2 * b)) & mask) << 16
                | ((r >>> (3 * b)) & mask) << 24;
        words[2 * i + 1] = r >>> (4 * b);
      }
    }
  }

  /**
   * Writes them to the words of a workspace.
   *
   * @param at index of the first word
   */
  void split(int[] residues, int from, int length, OneDnnWorkspace workspace, long at) {
    if (words() == 1 && bits == 8) {
      workspace.words.putInts(residues, from, length, at);
      return;
    }
    int[] block = workspace.split(OneDnnWorkspace.BLOCK * words());
    for (int done = 0; done < length; done += OneDnnWorkspace.BLOCK) {
      int count = Math.min(OneDnnWorkspace.BLOCK, length - done);
      split(residues, from + done, count, block);
      workspace.words.putInts(block, 0, count * words(), at + (long) done * words());
    }
  }

  @Override
  public String toString() {
    return count + " limbs of " + bits + " bits";
  }
}
