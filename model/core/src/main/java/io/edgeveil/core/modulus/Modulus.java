package io.edgeveil.core.modulus;

/**
 * P(k), the largest prime below 2^k, for k in 16..31: the modulus of one linear layer.
 *
 * <p>A prime rather than 2^k because a random linear check over Z/2^k can miss an error half of the
 * time, while over a prime field it misses with probability 1/p. Each P(k) is {@code 2^k - c} with
 * a small c, so a reduction needs no division. The list is checked against {@code
 * BigInteger.isProbablePrime} in {@code ModulusTest}.
 */
public final class Modulus {
  /** The smallest k. */
  public static final int MIN_BITS = 16;

  /** The largest k: a residue then still fits a Java int. */
  public static final int MAX_BITS = 31;

  /** 2^k - P(k) for k = 16, 17, …, 31. */
  private static final int[] DISTANCE = {15, 1, 5, 1, 3, 9, 3, 15, 3, 39, 5, 39, 57, 3, 35, 1};

  private static final Modulus[] ALL = new Modulus[DISTANCE.length];

  static {
    for (int i = 0; i < DISTANCE.length; i++) {
      ALL[i] = new Modulus(MIN_BITS + i, DISTANCE[i]);
    }
  }

  private final int bits;
  private final int distance;
  private final int prime;

  private Modulus(int bits, int distance) {
    this.bits = bits;
    this.distance = distance;
    this.prime = (int) ((1L << bits) - distance);
  }

  /**
   * P(k).
   *
   * @throws IllegalArgumentException if k is not in 16..31
   */
  public static Modulus ofBits(int k) {
    if (k < MIN_BITS || k > MAX_BITS) {
      throw new IllegalArgumentException("k must be in 16..31, got " + k);
    }
    return ALL[k - MIN_BITS];
  }

  /**
   * 97, for tests alone: small enough to go through all pairs of residues, too small for layers.
   */
  static Modulus tiny() {
    return new Modulus(7, 31);
  }

  /**
   * The smallest P(k) above {@code highest - lowest}: every integer of the range has a residue of
   * its own.
   *
   * @throws RangeTooWideException if that needs k above 31
   */
  public static Modulus covering(long lowest, long highest) throws RangeTooWideException {
    if (lowest > highest) {
      throw new IllegalArgumentException("lowest " + lowest + " is above highest " + highest);
    }
    long width = Math.subtractExact(highest, lowest);
    for (Modulus candidate : ALL) {
      if (candidate.prime > width) {
        return candidate;
      }
    }
    throw new RangeTooWideException(lowest, highest);
  }

  /** k. */
  public int bits() {
    return bits;
  }

  /** p = P(k), in [65521, 2147483647]. */
  public int prime() {
    return prime;
  }

  /** Bytes of a residue on the wire and in pad files: 3 for k up to 24, else 4. */
  public int bytesPerElement() {
    return bits <= 24 ? 3 : 4;
  }

  /** The residue of any integer. */
  public int reduce(long value) {
    return Math.floorMod(value, prime);
  }

  /** The residue of a + b, for residues a and b. */
  public int add(int a, int b) {
    int sum = a + b - prime; // in [-p, p - 2]: no overflow
    return sum + (prime & (sum >> 31));
  }

  /** The residue of a - b, for residues a and b. */
  public int subtract(int a, int b) {
    int difference = a - b; // in [-p + 1, p - 1]
    return difference + (prime & (difference >> 31));
  }

  /** The residue of an integer in (-p, p): a quantised activation always is. */
  public int ofSigned(int value) {
    return value + (prime & (value >> 31));
  }

  /** The one integer of {@code [lowest, lowest + p)} that has this residue. */
  public long lift(int residue, long lowest) {
    return lowest + subtract(residue, reduce(lowest));
  }

  /** For example {@code 2^24-3}. */
  @Override
  public String toString() {
    return "2^" + bits + "-" + distance;
  }
}
