package io.edgeveil.core.image;

import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;
import java.awt.image.PixelInterleavedSampleModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Reads PNG and JPEG files, the right way up and whole or not at all.
 *
 * <p>What a picture occupies decoded is bounded by {@link #MAX_DECODED_BYTES}, whatever the size of
 * the heap, so that a file gives the same picture on every machine: of a larger one only every
 * second, third, … pixel of every second, third, … row is kept. A progressive JPEG also occupies up
 * to 6 bytes a pixel outside the heap while it is read.
 */
public final class PictureFile {
  /** Most bytes of a file. */
  public static final long MAX_BYTES = 64L << 20;

  /** Most pixels of a picture: a small file can claim a huge one. */
  public static final long MAX_PIXELS = 1L << 25;

  /** Most pixels of a side: rows are decoded whole. */
  public static final int MAX_SIDE = (1 << 16) - 1;

  /** Most bytes of a decoded picture: 4 megapixels (2^22) in colour, 12 in grey. */
  public static final long MAX_DECODED_BYTES = 12L << 20;

  private static final Set<String> FORMATS = Set.of("png", "jpeg");

  private PictureFile() {}

  /**
   * Reads and decodes a file.
   *
   * @throws PictureException if there is no such file, it may not be read, it is empty or too
   *     large, or it is no PNG or JPEG
   * @throws IOException if reading fails
   */
  public static Picture read(Path file) throws IOException, PictureException {
    BasicFileAttributes facts;
    try {
      facts = Files.readAttributes(file, BasicFileAttributes.class);
    } catch (NoSuchFileException e) {
      throw new PictureException("no file " + file, e);
    } catch (FileSystemException e) { // a folder that may not be entered, a loop of links
      String reason = e.getReason() == null ? "no permission" : e.getReason();
      throw new PictureException(file + " cannot be read: " + reason, e);
    }
    if (facts.isDirectory()) {
      throw new PictureException(file + " is a directory, not a picture");
    }
    if (!Files.isReadable(file)) {
      throw new PictureException(file + " cannot be read: no permission");
    }
    if (!facts.isRegularFile()) { // a pipe
      try (InputStream in = Files.newInputStream(file)) {
        return decode(file.toString(), in.readNBytes((int) MAX_BYTES));
      }
    }
    try (FileImageInputStream stream = new FileImageInputStream(file.toFile())) {
      return decode(file.toString(), stream);
    }
  }

  /**
   * Decodes a file's content.
   *
   * @param name for messages
   */
  public static Picture decode(String name, byte[] content) throws PictureException {
    // not closed: it holds nothing but the content, and closing cannot fail
    return decode(name, new MemoryCacheImageInputStream(new ByteArrayInputStream(content)));
  }

  private static Picture decode(String name, ImageInputStream stream) throws PictureException {
    try {
      if (stream.length() == 0) {
        throw new PictureException(name + " is empty");
      }
      if (stream.length() > MAX_BYTES) {
        throw new PictureException(name + " is larger than " + MAX_BYTES + " bytes");
      }
      Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
      ImageReader reader = readers.hasNext() ? readers.next() : null;
      if (reader == null || !FORMATS.contains(reader.getFormatName().toLowerCase(Locale.ROOT))) {
        throw new PictureException(name + " is no PNG or JPEG picture");
      }
      try {
        int orientation = Orientation.of(stream);
        List<String> damages = new ArrayList<>();
        reader.addIIOReadWarningListener((source, warning) -> damages.add(warning));
        reader.setInput(stream, true, true);
        requireBounded(name, reader.getWidth(0), reader.getHeight(0));
        BufferedImage image = reader.read(0, reduction(reader));
        damages.removeIf(warning -> !isDamage(warning));
        if (!damages.isEmpty()) {
          throw new PictureException(name + " is damaged: " + damages.get(0));
        }
        return picture(name, image).turned(orientation);
      } finally {
        reader.dispose();
      }
    } catch (IOException | RuntimeException e) { // the JDK's readers throw both on damaged files
      throw new PictureException(name + " is damaged: " + firstLine(e), e);
    } catch (OutOfMemoryError e) {
      throw new PictureException(name + " needs more memory than the program may use (-Xmx)", e);
    }
  }

  private static void requireBounded(String name, int width, int height) throws PictureException {
    if ((long) width * height > MAX_PIXELS || Math.max(width, height) > MAX_SIDE) {
      throw new PictureException(
          name
              + " has "
              + width
              + "x"
              + height
              + " pixels, at most "
              + MAX_PIXELS
              + ", and "
              + MAX_SIDE
              + " a side, are read");
    }
  }

  /** Every pixel, or as few as are left out to stay within the memory. */
  private static ImageReadParam reduction(ImageReader reader) throws IOException {
    ImageTypeSpecifier type = reader.getImageTypes(0).next();
    int bits = type.getBitsPerBand(0);
    boolean copied = bits != 8 || type.getColorModel() instanceof IndexColorModel;
    long pixelBytes = (long) type.getNumBands() * ((bits + 7) / 8) + (copied ? 3 : 0);
    int width = reader.getWidth(0);
    int height = reader.getHeight(0);
    int step = 1;
    while ((long) places(width, step) * places(height, step) * pixelBytes > MAX_DECODED_BYTES) {
      step++;
    }
    ImageReadParam param = reader.getDefaultReadParam();
    param.setSourceSubsampling(step, step, first(width, step), first(height, step));
    return param;
  }

  private static int places(int side, int step) {
    return (side - first(side, step) + step - 1) / step;
  }

  /** The middle one of as many as one stands for. */
  private static int first(int side, int step) {
    return Math.min((step - 1) / 2, side - 1);
  }

  /** What libjpeg says of a file that ends early or has bits fallen over; not of filled-up ones. */
  private static boolean isDamage(String warning) {
    return warning.startsWith("Truncated")
        || (warning.startsWith("Corrupt") && !warning.contains("extraneous"));
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
    if (raster.getDataBuffer() instanceof DataBufferByte bytes
        && raster.getSampleModel() instanceof PixelInterleavedSampleModel model
        && model.getScanlineStride() == width * model.getPixelStride()
        && bytes.getData().length == height * model.getScanlineStride()) {
      int[] offsets = Arrays.copyOf(model.getBandOffsets(), channels);
      return new Picture(width, height, bytes.getData(), model.getPixelStride(), offsets);
    }
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

  /** Grey if all its pixels are. */
  private static Picture fromPalette(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    int channels = 1;
    for (int i = 0; i < width * height && channels == 1; i++) {
      int rgb = image.getRGB(i % width, i / width);
      channels = (rgb >> 16 & 0xff) == (rgb & 0xff) && (rgb >> 8 & 0xff) == (rgb & 0xff) ? 1 : 3;
    }
    byte[] samples = new byte[width * height * channels];
    for (int i = 0; i < width * height; i++) {
      int rgb = image.getRGB(i % width, i / width);
      for (int c = 0; c < channels; c++) {
        samples[i * channels + c] = (byte) (rgb >> (16 - 8 * c));
      }
    }
    return new Picture(width, height, channels, samples);
  }
}
