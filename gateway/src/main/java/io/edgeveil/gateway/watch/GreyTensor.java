package io.edgeveil.gateway.watch;

import io.edgeveil.core.tensor.Shape;

/**
 * The first channel of a tensor as a picture of at most {@link Glimpses#MAX_SIDE} pixels a side: of
 * a larger one every other, third, … element; a vector is laid out in rows.
 */
final class GreyTensor {
  private static final int LEVELS = 256;

  private final int width;
  private final int height;
  private final byte[] pixels;

  private GreyTensor(int width, int height, byte[] pixels) {
    this.width = width;
    this.height = height;
    this.pixels = pixels;
  }

  /**
   * Makes it.
   *
   * @param residues NCHW order, each in [0, prime); read
   */
  static GreyTensor of(int[] residues, Shape shape, int prime) {
    boolean picture = shape.rank() >= 2 && shape.extent(-1) > 1 && shape.extent(-2) > 1;
    int columns =
        picture
            ? shape.extent(-1)
            : (int) Math.ceil(Math.sqrt(Math.min(residues.length, Glimpses.MAX_ELEMENTS)));
    int rows =
        picture
            ? shape.extent(-2)
            : Math.max(1, Math.min(residues.length, Glimpses.MAX_ELEMENTS) / columns);
    int step = Math.max(1, (Math.max(rows, columns) - 1) / Glimpses.MAX_SIDE + 1);
    int width = (columns - 1) / step + 1;
    int height = (rows - 1) / step + 1;
    byte[] pixels = new byte[width * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        long residue = residues[y * step * columns + x * step];
        pixels[y * width + x] = (byte) (residue * LEVELS / prime);
      }
    }
    return new GreyTensor(width, height, pixels);
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  byte[] pixels() {
    return pixels;
  }
}
