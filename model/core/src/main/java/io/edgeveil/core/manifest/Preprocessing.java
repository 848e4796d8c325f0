package io.edgeveil.core.manifest;

import java.util.List;

/**
 * How a picture becomes the input tensor: scale the shorter side, crop the centre, then per channel
 * {@code (pixel * scale - mean) / deviation} with pixels in 0..255.
 *
 * @param colours order of the channels
 * @param shorterSide pixels of the shorter side after resizing; 0 to resize both sides straight to
 *     the input's extents
 * @param scale factor on the pixel
 * @param mean one per channel, or one for all
 * @param deviation one per channel, or one for all; not 0
 */
public record Preprocessing(
    Colours colours, int shorterSide, float scale, List<Float> mean, List<Float> deviation) {

  /** Channels of the input tensor. */
  public enum Colours {
    /** One channel, ITU-R BT.601 luma. */
    GREY,
    /** Three channels. */
    RGB,
    /** Three channels, blue first. */
    BGR
  }

  /** Copies the lists. */
  public Preprocessing {
    mean = List.copyOf(mean);
    deviation = List.copyOf(deviation);
  }
}
