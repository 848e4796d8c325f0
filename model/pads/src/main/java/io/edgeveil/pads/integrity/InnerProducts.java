package io.edgeveil.pads.integrity;

import java.util.Arrays;

/**
 * Inner products of vectors of residues, exact.
 *
 * <p>Products are added up in a long and reduced once a block. With residues of at most p - 1:
 *
 * <pre>
 * direct   up to 2^63-1 / (p - 1)^2 products a block, at most 4096: for p below 2^27.5
 * split    the low 32 bits of the products and the rest of them in a sum each: 4096 a block
 *          low  at most 4096·(2^32 - 1)   below 2^44
 *          high at most 4096·2^30         = 2^42
 * </pre>
 *
 * <p>A reduced block is below 2^31, and no tensor has 2^32 blocks.
 */
final class InnerProducts {
  private static final int MOST_A_BLOCK = 4096;
  private static final int FEWEST_A_BLOCK = 256;
  private static final long LOW = 0xffff_ffffL;

  private final long prime;
  private final long twoTo32; // mod p
  private final boolean direct;
  private final int block;

  /** Over the residues of a prime. */
  InnerProducts(int prime) {
    this.prime = prime;
    this.twoTo32 = (1L << 32) % prime;
    long greatest = (prime - 1L) * (prime - 1L);
    long exact = Long.MAX_VALUE / greatest;
    this.direct = exact >= FEWEST_A_BLOCK;
    this.block = direct ? (int) Math.min(exact, MOST_A_BLOCK) : MOST_A_BLOCK;
  }

  /**
   * {@code <row, vector> mod p} for each row.
   *
   * @param rows residues, each as long as the vector; read
   * @param vector residues, read
   */
  int[] of(int[][] rows, int[] vector) {
    long[] sums = new long[rows.length];
    for (int from = 0; from < vector.length; from += block) {
      int to = Math.min(from + block, vector.length); // a block of the vector stays in the cache
      int j = 0;
      for (; direct && j + 1 < rows.length; j += 2) {
        addPair(rows[j], rows[j + 1], vector, from, to, sums, j);
      }
      for (; j < rows.length; j++) {
        sums[j] += direct ? direct(rows[j], vector, from, to) : split(rows[j], vector, from, to);
      }
    }
    int[] residues = new int[rows.length];
    for (int j = 0; j < rows.length; j++) {
      residues[j] = (int) (sums[j] % prime);
    }
    Arrays.fill(sums, 0);
    return residues;
  }

  /** Two rows at once: what is read of the vector serves both. */
  private void addPair(
      int[] row, int[] other, int[] vector, int from, int to, long[] sums, int at) {
    long sum = 0;
    long otherSum = 0;
    for (int i = from; i < to; i++) {
      long element = vector[i];
      sum += row[i] * element;
      otherSum += other[i] * element;
    }
    sums[at] += sum % prime;
    sums[at + 1] += otherSum % prime;
  }

  private long direct(int[] row, int[] vector, int from, int to) {
    long sum = 0;
    for (int i = from; i < to; i++) {
      sum += (long) row[i] * vector[i];
    }
    return sum % prime;
  }

  private long split(int[] row, int[] vector, int from, int to) {
    long low = 0;
    long high = 0;
    for (int i = from; i < to; i++) {
      long product = (long) row[i] * vector[i];
      low += product & LOW;
      high += product >>> 32;
    }
    return (high % prime * twoTo32 + low) % prime; // below 2^62 + 2^44
  }
}
