package io.edgeveil.pads.making;

import io.edgeveil.pads.PadsException;
import io.edgeveil.pads.key.PadKey;
import java.io.IOException;

/** Whatever finds the mask images of pads: the model's weights, or a dealer who holds them. */
public interface PadImages {

  /** How many pads are best asked for at once, at least 1. */
  int batch();

  /** How many threads may ask at once, at least 1. */
  int threads();

  /**
   * The images of some pads.
   *
   * @param padFile public id of the pad file they are for
   * @param first index of the first of them
   * @param keys the first {@code count} are used and stay the caller's
   * @param packed one array a pad, overwritten with the images as {@link
   *     io.edgeveil.pads.record.PadLayout} says
   */
  void find(String padFile, long first, PadKey[] keys, int count, byte[][] packed)
      throws IOException, PadsException, InterruptedException;
}
