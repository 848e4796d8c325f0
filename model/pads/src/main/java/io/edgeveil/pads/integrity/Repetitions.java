package io.edgeveil.pads.integrity;

/** How often a check is made. */
final class Repetitions {
  /** A wrong result of a layer passes with probability 2^-40 at most. */
  static final int SOUNDNESS_BITS = 40;

  private static final long WANTED = 1L << SOUNDNESS_BITS;

  private Repetitions() {}

  /**
   * The least n with {@code prime^n >= 2^40}: in integers, because 2^20-3 takes three and 2^20
   * would take two. No power overflows: it is below 2^62 for n = 2 and below 2^60 above.
   *
   * @param prime at least 2
   */
  static int of(int prime) {
    if (prime < 2) {
      throw new IllegalArgumentException("no prime: " + prime);
    }
    int n = 1;
    for (long power = prime; power < WANTED; power *= prime) {
      n++;
    }
    return n;
  }
}
