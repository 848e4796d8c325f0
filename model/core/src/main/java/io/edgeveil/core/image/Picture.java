package io.edgeveil.core.image;

/**
 * A decoded picture: 8-bit samples, one channel (grey) or three (red, green, blue), as they lie in
 * memory, the right way up. Never prints its samples.
 */
public final class Picture {
  private static final int[] GREY = {0};
  private static final int[] RED_GREEN_BLUE = {0, 1, 2};

  private final int width;
  private final int height;
  private final byte[] samples;
  private final int[] channelOffsets; // from a pixel's first byte
  private final int origin; // of the top left pixel
  private final int stepRight;
  private final int stepDown;

  /**
   * Wraps samples, row by row, channels interleaved.
   *
   * @param channels 1 or 3
   * @param samples {@code height * width * channels} unsigned bytes, retained
   */
  public Picture(int width, int height, int channels, byte[] samples) {
    this(width, height, samples, channels, channels == 1 ? GREY : RED_GREEN_BLUE);
    if (channels != 1 && channels != 3) {
      throw new IllegalArgumentException("a picture of " + channels + " channels");
    }
  }

  /**
   * Wraps samples of which not all count, or that stand in another order.
   *
   * @param pixelBytes from a pixel to the next
   * @param channelOffsets from a pixel's first byte, one or three
   */
  Picture(int width, int height, byte[] samples, int pixelBytes, int[] channelOffsets) {
    this(width, height, samples, channelOffsets, 0, pixelBytes, width * pixelBytes);
    if (width < 1 || height < 1) {
      throw new IllegalArgumentException("no picture of " + width + "x" + height);
    }
    if ((long) width * height * pixelBytes != samples.length) {
      throw new IllegalArgumentException("wrong number of samples: " + samples.length);
    }
  }

  private Picture(
      int width,
      int height,
      byte[] samples,
      int[] channelOffsets,
      int origin,
      int stepRight,
      int stepDown) {
    this.width = width;
    this.height = height;
    this.samples = samples;
    this.channelOffsets = channelOffsets;
    this.origin = origin;
    this.stepRight = stepRight;
    this.stepDown = stepDown;
  }

  /**
   * The same samples the right way up.
   *
   * @param orientation 1 to 8, as Exif numbers them: 2 to 4 mirror right and left, both, top and
   *     bottom; 5 to 8 the same after rows have become columns, 5 none, 6 right and left, 7 both, 8
   *     top and bottom
   */
  Picture turned(int orientation) {
    boolean mirrorsX = orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
    boolean mirrorsY = orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
    int first =
        origin
            + (mirrorsX ? (width - 1) * stepRight : 0)
            + (mirrorsY ? (height - 1) * stepDown : 0);
    int alongRow = mirrorsX ? -stepRight : stepRight;
    int alongColumn = mirrorsY ? -stepDown : stepDown;
    return orientation < 5
        ? new Picture(width, height, samples, channelOffsets, first, alongRow, alongColumn)
        : new Picture(height, width, samples, channelOffsets, first, alongColumn, alongRow);
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
    return channelOffsets.length;
  }

  /** One sample, 0..255. */
  public int sample(int x, int y, int channel) {
    return samples[origin + x * stepRight + y * stepDown + channelOffsets[channel]] & 0xff;
  }

  @Override
  public String toString() {
    return "Picture[" + width + "x" + height + ", " + channels() + " channels]";
  }
}
