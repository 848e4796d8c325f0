package io.edgeveil.core.mask;

import io.edgeveil.core.modulus.Modulus;

/** Putting a mask on and taking its image off, element by element. */
public final class Masking {
  private Masking() {}

  /**
   * {@code masked = x + mask mod p}.
   *
   * @param x quantised activations, each in (-p, p), read
   * @param mask residues, read
   * @param masked overwritten with residues; may be {@code x} or {@code mask}
   */
  public static void mask(int[] x, int[] mask, Modulus modulus, int[] masked) {
    requireSameLength(x, mask);
    requireSameLength(x, masked);
    for (int i = 0; i < x.length; i++) {
      masked[i] = modulus.add(modulus.ofSigned(x[i]), mask[i]);
    }
  }

  /**
   * The exact result: {@code maskedResult - maskImage mod p}, lifted to {@code [lowest, lowest +
   * p)}.
   *
   * @param maskedResult residues, read
   * @param maskImage residues, read
   * @param lowest least reachable result of the layer
   * @param result overwritten; may be {@code maskedResult} or {@code maskImage}
   */
  public static void unmask(
      int[] maskedResult, int[] maskImage, Modulus modulus, long lowest, int[] result) {
    requireSameLength(maskedResult, maskImage);
    requireSameLength(maskedResult, result);
    int shift = modulus.reduce(lowest);
    for (int i = 0; i < result.length; i++) {
      int difference = modulus.subtract(maskedResult[i], maskImage[i]);
      result[i] = (int) (lowest + modulus.subtract(difference, shift));
    }
  }

  private static void requireSameLength(int[] a, int[] b) {
    if (a.length != b.length) {
      throw new IllegalArgumentException("lengths differ: " + a.length + " and " + b.length);
    }
  }
}
