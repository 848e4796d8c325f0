package io.edgeveil.core.modulus;

import java.io.Serial;

/** The outputs of a layer span more than the largest modulus can tell apart. */
public final class RangeTooWideException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  RangeTooWideException(long lowest, long highest) {
    super(
        "outputs reach from "
            + lowest
            + " to "
            + highest
            + ": "
            + (highest - lowest)
            + " is not below the largest modulus, "
            + Modulus.ofBits(Modulus.MAX_BITS).prime());
  }
}
