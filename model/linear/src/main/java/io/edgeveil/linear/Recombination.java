package io.edgeveil.linear;

import io.edgeveil.core.modulus.Modulus;

/**
 * From the products of the limbs back to one residue: {@code sum of y_j * 2^(bits * j) mod p}.
 *
 * <p>No division: p = 2^k - c, so a number folds as {@code (t >> k) * c + (t mod 2^k)}, which keeps
 * its residue and loses almost k bits. A product y_j is folded at its own place: its bits that stay
 * below 2^k after the shift are shifted, the others are worth c each. While all of it fits an int
 * (k up to 28 in practice) the loops are ones that the JIT turns into vector code; the constructor
 * computes the bounds and otherwise takes the path over longs.
 */
final class Recombination {
  private final LimbWidth limbs;
  private final int k;
  private final int c;
  private final int prime;
  private final boolean fitsInt;
  private final int folds;

  /**
   * For the sum of so many parts, each limb's product in a part at most {@code greatest} in
   * magnitude.
   */
  Recombination(Modulus modulus, LimbWidth limbs, int parts, long greatest) {
    this.limbs = limbs;
    this.k = modulus.bits();
    this.prime = modulus.prime();
    this.c = (int) ((1L << k) - prime);
    long narrow = 0;
    long wide = 0;
    for (int j = 0; j < limbs.count(); j++) {
      narrow += parts * ((1L << k) + c * ((greatest >> (k - limbs.bits() * j)) + 1));
      wide = Math.addExact(wide, Math.multiplyExact(parts * greatest, 1L << (limbs.bits() * j)));
    }
    this.fitsInt = narrow <= Integer.MAX_VALUE;
    this.folds = foldsFrom(fitsInt ? narrow : wide);
  }

  /** How many folds bring a number of this magnitude into (-p, 2p). */
  private int foldsFrom(long magnitude) {
    int count = 0;
    long above = magnitude; // the number is in [-magnitude, above]
    long below = magnitude;
    while (above >= 2L * prime || below >= prime) {
      above = (above >> k) * c + (1L << k) - 1;
      below = ((below >> k) + 1) * c;
      count++;
    }
    return count;
  }

  /** Whether the loops over ints are exact here. */
  boolean fitsInt() {
    return fitsInt;
  }

  /** Adds limb j of {@code length} products to the sums. */
  void add(int j, int[] products, int length, int[] sums) {
    int shift = limbs.bits() * j;
    int kept = k - shift;
    int mask = (1 << kept) - 1; // kept is at most 28 on this path
    int worth = c;
    for (int i = 0; i < length; i++) {
      sums[i] += ((products[i] & mask) << shift) + (products[i] >> kept) * worth;
    }
  }

  /** Adds limb j of {@code length} products to the sums. */
  void add(int j, int[] products, int length, long[] sums) {
    int shift = limbs.bits() * j;
    for (int i = 0; i < length; i++) {
      sums[i] += (long) products[i] << shift;
    }
  }

  /** Brings the sums into [0, p), in place. */
  void reduce(int[] sums, int length) {
    int bits = k;
    int mask = (1 << k) - 1;
    int worth = c;
    int p = prime;
    for (int fold = 0; fold < folds; fold++) {
      for (int i = 0; i < length; i++) {
        sums[i] = (sums[i] & mask) + (sums[i] >> bits) * worth;
      }
    }
    for (int i = 0; i < length; i++) {
      int v = sums[i]; // in (-p, 2p)
      v += (v >> 31) & p;
      v -= p;
      sums[i] = v + ((v >> 31) & p);
    }
  }

  /** Brings the sums into [0, p). */
  void reduce(long[] sums, int length, int[] residues) {
    long mask = (1L << k) - 1;
    for (int i = 0; i < length; i++) {
      long v = sums[i];
      for (int fold = 0; fold < folds; fold++) {
        v = (v & mask) + (v >> k) * c;
      }
      v += (v >> 63) & prime;
      v -= prime;
      residues[i] = (int) (v + ((v >> 63) & prime));
    }
  }
}
