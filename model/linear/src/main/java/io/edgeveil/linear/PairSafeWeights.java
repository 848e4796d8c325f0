package io.edgeveil.linear;

/**
 * Weights split in two: {@code W = main + excess}, where {@code main} multiplies 8-bit limbs
 * without saturating on a processor that adds two products in 16 bits, and {@code excess} is sparse
 * (see {@link Excess}).
 *
 * <p>{@code vpmaddubsw} adds the products of two neighbouring input channels: with limbs up to 255,
 * {@code 255·(|w1| + |w2|)} must stay below 2^15 where both have the same sign, so their magnitudes
 * may sum to 128. What is above is taken off the larger one. In trained nets, and in Laplace
 * distributed weights, that is one weight in a thousand; the alternative is a limb more for all.
 * Which channels an implementation pairs is not ours to know: {@link LimbProof} tells whether
 * {@code main} is exact.
 */
final class PairSafeWeights {
  private static final int GREATEST_SUM = 128;

  private final byte[] main;
  private final int levelled;

  private PairSafeWeights(byte[] main, int levelled) {
    this.main = main;
    this.levelled = levelled;
  }

  static PairSafeWeights of(Geometry layer, byte[] weights) {
    byte[] main = weights.clone();
    int taps = layer.taps();
    int perGroup = layer.channels() / layer.groups();
    for (int row = 0; row < layer.outputChannels(); row++) {
      for (int c = 0; c + 1 < perGroup; c += 2) {
        int first = (row * perGroup + c) * taps;
        for (int tap = 0; tap < taps; tap++) {
          level(main, first + tap, first + taps + tap);
        }
      }
    }
    int levelled = 0;
    for (int i = 0; i < main.length; i++) {
      levelled += main[i] == weights[i] ? 0 : 1;
    }
    return new PairSafeWeights(main, levelled);
  }

  /** Takes off the larger of a pair of one sign what its sum has above {@link #GREATEST_SUM}. */
  private static void level(byte[] weights, int i, int j) {
    int a = weights[i];
    int b = weights[j];
    int above = Math.abs(a + b) - GREATEST_SUM;
    if (above > 0 && a * b > 0) {
      if (Math.abs(a) >= Math.abs(b)) {
        weights[i] = (byte) (a - Integer.signum(a) * above);
      } else {
        weights[j] = (byte) (b - Integer.signum(b) * above);
      }
    }
  }

  byte[] main() {
    return main;
  }

  /** How many weights of {@link #main} differ from what they were. */
  int levelled() {
    return levelled;
  }
}
