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
    int prime = modulus.prime();
    for (int i = 0; i < x.length; i++) {
      int residue = x[i] + (prime & (x[i] >> 31)); // as in Modulus.ofSigned
      int sum = residue + mask[i] - prime; // as in Modulus.add
      masked[i] = sum + (prime & (sum >> 31));
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
    unmask(maskedResult, 0, maskImage, result.length, modulus, lowest, result);
  }

  /**
   * The same for a part of a tensor.
   *
   * @param from index in {@code maskedResult} of the part's first element
   * @param maskImage from its index 0 on the images of the part, residues, read
   * @param count elements of the part
   * @param result overwritten at the part's indices; may be {@code maskedResult}
   */
  public static void unmask(
      int[] maskedResult,
      int from,
      int[] maskImage,
      int count,
      Modulus modulus,
      long lowest,
      int[] result) {
    int prime = modulus.prime();
    int shift = modulus.reduce(lowest);
    int base = Math.toIntExact(lowest);
    for (int i = 0; i < count; i++) {
      int difference = maskedResult[from + i] - maskImage[i]; // as in Modulus.subtract
      int residue = difference + (prime & (difference >> 31));
      int lifted = residue - shift;
      result[from + i] = base + lifted + (prime & (lifted >> 31));
    }
  }

  private static void requireSameLength(int[] a, int[] b) {
    if (a.length != b.length) {
      throw new IllegalArgumentException("lengths differ: " + a.length + " and " + b.length);
    }
  }
}
