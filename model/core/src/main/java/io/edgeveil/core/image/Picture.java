package io.edgeveil.core.image;

/**
 * A decoded picture: 8-bit samples, one channel (grey) or three (red, green, blue), row by row,
 * channels interleaved. Never prints its samples.
 */
public final class Picture {
  private final int width;
  private final int height;
  private final int channels;
  private final byte[] samples;

  /**
   * Wraps samples.
   *
   * @param channels 1 or 3
   * @param samples {@code height * width * channels} unsigned bytes, retained
   */
  public Picture(int width, int height, int channels, byte[] samples) {
    if (width < 1 || height < 1 || (channels != 1 && channels != 3)) {
      throw new IllegalArgumentException(
          "no picture of " + width + "x" + height + " with " + channels + " channels");
    }
    if ((long) width * height * channels != samples.length) {
      throw new IllegalArgumentException("wrong number of samples: " + samples.length);
    }
    this.width = width;
    this.height = height;
    this.channels = channels;
    this.samples = samples;
  }

  /** Pixels from left to right. */
  public int width() {
    return width;
  }

  /** Pixels from top to bottom. */
  public int height() {
    return height;
  }

  /** 1 (grey) or 3 (red, green, blue). */
  public int channels() {
    return channels;
  }

  /** One sample, 0..255. */
  public int sample(int x, int y, int channel) {
    return samples[(y * width + x) * channels + channel] & 0xff;
  }

  @Override
  public String toString() {
    return "Picture[" + width + "x" + height + ", " + channels + " channels]";
  }
}
