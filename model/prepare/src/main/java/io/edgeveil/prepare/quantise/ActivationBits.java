package io.edgeveil.prepare.quantise;

/**
 * How many bits an activation takes.
 *
 * @param bits at the input of every linear layer, 2..16
 * @param finerPicture whether a layer that reads the picture itself may take more, up to 12: where
 *     the preprocessing shifts samples off the grid of zero point 0, their rounding would cost more
 *     than all that follows. The modulus of such a layer grows by as many bits.
 */
public record ActivationBits(int bits, boolean finerPicture) {
  /** What is taken where the user asks for nothing: 8, and more for the picture where needed. */
  public static final ActivationBits STANDARD = new ActivationBits(8, true);

  private static final int MAX_PICTURE_BITS = 12;
  private static final int PARTS_OF_A_STEP = 4;

  /**
   * Validates.
   *
   * @throws IllegalArgumentException if bits is not in 2..16
   */
  public ActivationBits {
    if (bits < 2 || bits > 16) {
      throw new IllegalArgumentException("activation bits must be in 2..16, got " + bits);
    }
  }

  /** So many everywhere. */
  public static ActivationBits exactly(int bits) {
    return new ActivationBits(bits, false);
  }

  /** For a layer that reads the picture: enough for a quarter of a sample's step. */
  int ofPicture(InputRange range, boolean signed) {
    if (!finerPicture || range.isMultiple()) {
      return bits;
    }
    double levels = range.greatestMagnitude() / range.step() * PARTS_OF_A_STEP;
    int needed = bits;
    while (needed < MAX_PICTURE_BITS && levels(needed, signed) < levels) {
      needed++;
    }
    return needed;
  }

  /** Levels above zero. */
  static int levels(int bits, boolean signed) {
    return (1 << (signed ? bits - 1 : bits)) - 1;
  }
}
