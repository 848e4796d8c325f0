package io.edgeveil.core.image;

import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** Reads PNG and JPEG files. */
public final class PictureFile {
  /** Most bytes of a file. */
  public static final long MAX_BYTES = 64L << 20;

  /** Most pixels of a picture: a small file can claim a huge one. */
  public static final long MAX_PIXELS = 1L << 25;

  private static final Set<String> FORMATS = Set.of("png", "jpeg");

  private PictureFile() {}

  /**
   * Reads and decodes a file.
   *
   * @throws PictureException if there is no such file, it is too large or it is no PNG or JPEG
   * @throws IOException if reading fails
   */
  public static Picture read(Path file) throws IOException, PictureException {
    try {
      if (Files.isDirectory(file)) {
        throw new PictureException(file + " is a directory, not a picture");
      }
      if (Files.size(file) > MAX_BYTES) {
        throw new PictureException(file + " is larger than " + MAX_BYTES + " bytes");
      }
      return decode(file.toString(), Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      throw new PictureException("no file " + file, e);
    }
  }

  /**
   * Decodes a file's content.
   *
   * @param name for messages
   */
  public static Picture decode(String name, byte[] content) throws PictureException {
    try (MemoryCacheImageInputStream stream =
        new MemoryCacheImageInputStream(new ByteArrayInputStream(content))) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
      ImageReader reader = readers.hasNext() ? readers.next() : null;
      if (reader == null || !FORMATS.contains(reader.getFormatName().toLowerCase(Locale.ROOT))) {
        throw new PictureException(name + " is no PNG or JPEG picture");
      }
      try {
        reader.setInput(stream, true, true);
        requireBounded(name, reader.getWidth(0), reader.getHeight(0));
        return picture(name, reader.read(0));
      } finally {
        reader.dispose();
      }
    } catch (IOException | RuntimeException e) { // the JDK's readers throw both on damaged files
      throw new PictureException(name + " is damaged: " + firstLine(e), e);
    }
  }

  private static void requireBounded(String name, int width, int height) throws PictureException {
    if ((long) width * height > MAX_PIXELS) {
      throw new PictureException(
          name + " has " + width + "x" + height + " pixels, at most " + MAX_PIXELS + " are read");
    }
  }

  private static String firstLine(Exception e) {
    return e.getMessage() == null
        ? e.getClass().getSimpleName()
        : e.getMessage().lines().findFirst().orElse("");
  }

  private static Picture picture(String name, BufferedImage image) throws PictureException {
    ColorModel model = image.getColorModel();
    if (model instanceof IndexColorModel) {
      return fromPalette(image);
    }
    int colours = model.getNumColorComponents();
    if (colours != 1 && colours != 3) {
      throw new PictureException(name + " has " + colours + " colour channels, not 1 or 3");
    }
    return fromRaster(image.getRaster(), colours, model.getComponentSize(0));
  }

  /** Samples as they stand in the file; an alpha channel is left out. */
  private static Picture fromRaster(Raster raster, int channels, int bits) {
    int width = raster.getWidth();
    int height = raster.getHeight();
    int highest = (1 << bits) - 1;
    byte[] samples = new byte[width * height * channels];
    int[] row = new int[width * raster.getNumBands()];
    for (int y = 0; y < height; y++) {
      raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
      for (int x = 0; x < width; x++) {
        for (int c = 0; c < channels; c++) {
          int sample = row[x * raster.getNumBands() + c];
          samples[(y * width + x) * channels + c] =
              (byte) (bits == 8 ? sample : (sample * 255L + highest / 2) / highest);
        }
      }
    }
    return new Picture(width, height, channels, samples);
  }

  private static Picture fromPalette(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    byte[] samples = new byte[width * height * 3];
    boolean grey = true;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int rgb = image.getRGB(x, y);
        int at = (y * width + x) * 3;
        samples[at] = (byte) (rgb >> 16);
        samples[at + 1] = (byte) (rgb >> 8);
        samples[at + 2] = (byte) rgb;
        grey &= samples[at] == samples[at + 1] && samples[at] == samples[at + 2];
      }
    }
    return new Picture(width, height, grey ? 1 : 3, grey ? everyThird(samples) : samples);
  }

  private static byte[] everyThird(byte[] samples) {
    byte[] third = new byte[samples.length / 3];
    for (int i = 0; i < third.length; i++) {
      third[i] = samples[3 * i];
    }
    return third;
  }
}
