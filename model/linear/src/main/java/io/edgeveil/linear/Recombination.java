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
  private final int parts;
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
    this.parts = parts;
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

  /**
   * Residues from products.
   *
   * @param products for each part those of each limb, {@code [parts · limbs][length]} or longer;
   *     read
   * @param residues overwritten, {@code length} of them in [0, p)
   */
  void combine(int[][] products, int length, int[] residues) {
    if (!fitsInt) {
      combineLongs(products, length, residues);
      return;
    }
    int terms = parts * limbs.count();
    begin(products[0], products[1], length, k, limbs.bits(), c, residues);
    for (int term = 2; term < terms; term++) {
      int shift = limbs.bits() * (term % limbs.count());
      add(products[term], length, k - shift, shift, c, residues);
    }
    reduce(residues, length, folds, k, c, prime);
  }

  // The loops are in static methods that get everything as a parameter: read from fields, the same
  // counts of bits keep JDK 17's JIT from making vector code, at six times the cost.

  /** The sum of the first two limbs. */
  private static void begin(
      int[] first, int[] second, int length, int bits, int shift, int worth, int[] sums) {
    int kept = bits - shift; // bits is at most 28 on this path
    int mask = (1 << bits) - 1;
    int keptMask = (1 << kept) - 1;
    for (int i = 0; i < length; i++) {
      sums[i] =
          (first[i] & mask)
              + ((second[i] & keptMask) << shift)
              + ((first[i] >> bits) + (second[i] >> kept)) * worth;
    }
  }

  /** Adds the products of one more limb. */
  private static void add(int[] products, int length, int kept, int shift, int worth, int[] sums) {
    int mask = (1 << kept) - 1;
    for (int i = 0; i < length; i++) {
      sums[i] += ((products[i] & mask) << shift) + (products[i] >> kept) * worth;
    }
  }

  /** Brings the sums into [0, p), in place. */
  private static void reduce(int[] sums, int length, int folds, int bits, int worth, int p) {
    int mask = (1 << bits) - 1;
    for (int fold = 1; fold < folds; fold++) {
      for (int i = 0; i < length; i++) {
        sums[i] = (sums[i] & mask) + (sums[i] >> bits) * worth;
      }
    }
    for (int i = 0; i < length; i++) { // one more fold than needed, if none is, does no harm
      int v = (sums[i] & mask) + (sums[i] >> bits) * worth; // in (-p, 2p)
      v += (v >> 31) & p;
      v -= p;
      sums[i] = v + ((v >> 31) & p);
    }
  }

  private void combineLongs(int[][] products, int length, int[] residues) {
    long mask = (1L << k) - 1;
    int terms = parts * limbs.count();
    for (int i = 0; i < length; i++) {
      long v = 0;
      for (int term = 0; term < terms; term++) {
        v += (long) products[term][i] << (limbs.bits() * (term % limbs.count()));
      }
      for (int fold = 0; fold < folds; fold++) {
        v = (v & mask) + (v >> k) * c;
      }
      v += (v >> 63) & prime;
      v -= prime;
      residues[i] = (int) (v + ((v >> 63) & prime));
    }
  }
}
