package io.edgeveil.demo;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/**
 * A grey picture, drawn as a PNG or as lines of text.
 *
 * @param width in pixels
 * @param height in pixels
 * @param levels 0..255, row by row
 */
record GreyPicture(int width, int height, java.util.List<Integer> levels) {
  private static final String RAMP = " .:-=+*#%@";

  /** Stretches values of {@code [0, end)} to 0..255. */
  static GreyPicture of(int width, int height, int[] values, long end) {
    return new GreyPicture(
        width,
        height,
        java.util.Arrays.stream(values).map(v -> (int) (v * 256L / end)).boxed().toList());
  }

  /** Writes a PNG with every pixel enlarged to {@code zoom} by {@code zoom}. */
  void writePng(Path file, int zoom) throws IOException {
    BufferedImage image =
        new BufferedImage(width * zoom, height * zoom, BufferedImage.TYPE_BYTE_GRAY);
    for (int y = 0; y < height * zoom; y++) {
      for (int x = 0; x < width * zoom; x++) {
        image.getRaster().setSample(x, y, 0, level(x / zoom, y / zoom));
      }
    }
    ImageIO.write(image, "png", file.toFile());
  }

  /** One line of text for two rows of pixels: half blocks in 24-bit grey, or plain characters. */
  String line(int row, boolean colours) {
    StringBuilder line = new StringBuilder();
    for (int x = 0; x < width; x++) {
      int top = level(x, 2 * row);
      int bottom = 2 * row + 1 < height ? level(x, 2 * row + 1) : 0;
      if (colours) {
        line.append(
            String.format("\u001b[38;2;%1$d;%1$d;%1$dm\u001b[48;2;%2$d;%2$d;%2$dm▀", top, bottom));
      } else {
        line.append(RAMP.charAt((top + bottom) / 2 * RAMP.length() / 256));
      }
    }
    return colours ? line.append("\u001b[0m").toString() : line.toString();
  }

  /** Lines of text this picture needs. */
  int lines() {
    return (height + 1) / 2;
  }

  private int level(int x, int y) {
    return levels.get(y * width + x);
  }
}
