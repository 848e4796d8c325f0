package io.edgeveil.core.image;

import io.edgeveil.core.manifest.Preprocessing;

/** One channel of the input as a picture has it, 0..255. */
@FunctionalInterface
interface Samples {

  /** The sample at a pixel. */
  float at(int x, int y);

  /**
   * A channel of the tensor. Grey of a coloured picture is ITU-R BT.601 luma; a colour of a grey
   * picture is its grey.
   */
  static Samples of(Picture picture, Preprocessing.Colours colours, int channel) {
    if (picture.channels() == 1) {
      return (x, y) -> picture.sample(x, y, 0);
    }
    return switch (colours) {
      case RGB -> (x, y) -> picture.sample(x, y, channel);
      case BGR -> (x, y) -> picture.sample(x, y, 2 - channel);
      case GREY -> (x, y) -> luma(picture, x, y);
    };
  }

  private static float luma(Picture picture, int x, int y) {
    return (299 * picture.sample(x, y, 0)
            + 587 * picture.sample(x, y, 1)
            + 114 * picture.sample(x, y, 2))
        / 1000f;
  }
}
