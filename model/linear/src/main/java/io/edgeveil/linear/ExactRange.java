package io.edgeveil.linear;

import io.edgeveil.core.layer.LinearOperation;
import io.edgeveil.core.modulus.Modulus;

/**
 * Proof that no sum a kernel forms for one layer leaves the integers its arithmetic holds exactly.
 *
 * <p>Made from the weights themselves, never from what a manifest says about them. With P the sum
 * of the positive weights of a row and N that of the magnitudes of the negative ones:
 *
 * <pre>
 * reference   (p - 1)·max(P, N)  at most  2^63 - 1   long
 * nd4j        (p - 1)/2·(P + N)  at most  2^53       float64, residues centred in [-p/2, p/2]
 * onednn      M·max(P, N)        at most  2^24       float32, limbs in [0, M], per part of a row
 * </pre>
 *
 * The last one: oneDNN adds in int32, but passes an int32 result through float32.
 */
public final class ExactRange {
  private static final long FLOAT64 = 1L << 53;
  private static final long FLOAT32 = 1L << 24;

  private final long greatest;

  private ExactRange(String what, long unit, long norm, long limit) {
    if (norm > limit / unit) {
      throw new LayerRefusedException(
          what
              + " is not exact: a row of weights sums to "
              + norm
              + ", times "
              + unit
              + " that is above "
              + limit);
    }
    this.greatest = unit * norm;
  }

  /**
   * Of the reference kernel.
   *
   * @throws LayerRefusedException outside it
   */
  static ExactRange ofLongs(LinearOperation layer, byte[] weights) {
    Modulus modulus = layer.modulus();
    long norm = RowSums.of(layer.outputChannels(), weights).greatestOneSided();
    return new ExactRange("long arithmetic", modulus.prime() - 1, norm, Long.MAX_VALUE);
  }

  /**
   * Of the ND4J kernel.
   *
   * @throws LayerRefusedException outside it
   */
  static ExactRange ofCentredDoubles(LinearOperation layer, byte[] weights) {
    Modulus modulus = layer.modulus();
    long norm = RowSums.of(layer.outputChannels(), weights).greatestL1();
    return new ExactRange("float64", (modulus.prime() - 1) / 2, norm, FLOAT64);
  }

  /**
   * Of one part of the rows of the oneDNN kernel.
   *
   * @param sums of this part
   * @throws LayerRefusedException outside it
   */
  static ExactRange ofLimbs(LimbWidth limbs, RowSums sums) {
    return new ExactRange(
        "a product with limbs of " + limbs.bits() + " bits",
        limbs.greatest(),
        sums.greatestOneSided(),
        FLOAT32);
  }

  /** Whether {@link #ofLimbs} would accept. */
  static boolean holdsLimbs(LimbWidth limbs, RowSums sums) {
    return sums.greatestOneSided() <= FLOAT32 / limbs.greatest();
  }

  /** Greatest magnitude any sum can reach. */
  long greatest() {
    return greatest;
  }

  @Override
  public String toString() {
    return "sums up to " + greatest;
  }
}
