package io.edgeveil.core.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PictureFileTest {
  @TempDir Path folder;

  @Test
  void greySamplesAreTakenAsTheyStand() throws Exception {
    BufferedImage image = new BufferedImage(256, 1, BufferedImage.TYPE_BYTE_GRAY);
    for (int x = 0; x < 256; x++) {
      image.getRaster().setSample(x, 0, 0, x);
    }
    Picture picture = PictureFile.decode("grey", encode(image, "png"));
    assertThat(picture.channels()).isEqualTo(1);
    for (int x = 0; x < 256; x++) {
      assertThat(picture.sample(x, 0, 0)).isEqualTo(x);
    }
  }

  @Test
  void coloursAndAlpha() throws Exception {
    BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_INT_ARGB);
    image.setRGB(0, 0, 0x80_01_02_03);
    image.setRGB(1, 0, 0xff_fd_fe_ff);
    Picture picture = PictureFile.decode("colour", encode(image, "png"));
    assertThat(picture.channels()).isEqualTo(3);
    assertThat(picture.sample(0, 0, 0)).isEqualTo(1);
    assertThat(picture.sample(0, 0, 1)).isEqualTo(2);
    assertThat(picture.sample(0, 0, 2)).isEqualTo(3);
    assertThat(picture.sample(1, 0, 2)).isEqualTo(255);
  }

  @Test
  void sixteenBitsAndPalettes() throws Exception {
    BufferedImage deep = new BufferedImage(2, 1, BufferedImage.TYPE_USHORT_GRAY);
    deep.getRaster().setSample(0, 0, 0, 65535);
    deep.getRaster().setSample(1, 0, 0, 257 * 7);
    Picture picture = PictureFile.decode("deep", encode(deep, "png"));
    assertThat(picture.sample(0, 0, 0)).isEqualTo(255);
    assertThat(picture.sample(1, 0, 0)).isEqualTo(7);

    byte[] red = {0, 10};
    byte[] green = {0, 20};
    byte[] blue = {0, 30};
    BufferedImage indexed =
        new BufferedImage(
            2, 1, BufferedImage.TYPE_BYTE_BINARY, new IndexColorModel(1, 2, red, green, blue));
    indexed.getRaster().setSample(1, 0, 0, 1);
    Picture coloured = PictureFile.decode("indexed", encode(indexed, "png"));
    assertThat(coloured.channels()).isEqualTo(3);
    assertThat(coloured.sample(1, 0, 1)).isEqualTo(20);
  }

  @Test
  void jpegIsRead() throws Exception {
    BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
    Picture picture = PictureFile.decode("jpeg", encode(image, "jpg"));
    assertThat(picture.width()).isEqualTo(8);
    assertThat(picture.sample(3, 3, 0)).isZero();
  }

  @Test
  void whatIsNoPictureIsRefusedInOneLine() throws Exception {
    byte[] text = "not a picture\nat all".getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> PictureFile.decode("notes.txt", text))
        .isInstanceOf(PictureException.class)
        .hasMessage("notes.txt is no PNG or JPEG picture");
    byte[] bmp = encode(new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB), "bmp");
    assertThatThrownBy(() -> PictureFile.decode("a.bmp", bmp))
        .hasMessage("a.bmp is no PNG or JPEG picture");
    BufferedImage noise = new BufferedImage(20, 20, BufferedImage.TYPE_INT_RGB);
    java.util.Random random = new java.util.Random(1);
    for (int i = 0; i < 400; i++) {
      noise.setRGB(i % 20, i / 20, random.nextInt(1 << 24));
    }
    byte[] png = encode(noise, "png");
    for (int length = 0; length < png.length - 64; length++) {
      byte[] cut = java.util.Arrays.copyOf(png, length);
      assertThatThrownBy(() -> PictureFile.decode("cut.png", cut))
          .isInstanceOf(PictureException.class)
          .message()
          .doesNotContain("\n");
    }
    assertThatThrownBy(() -> PictureFile.read(folder.resolve("absent.png")))
        .isInstanceOf(PictureException.class)
        .hasMessageContaining("no file");
    assertThatThrownBy(() -> PictureFile.read(folder))
        .isInstanceOf(PictureException.class)
        .hasMessageContaining("is a directory");
  }

  @Test
  void aHugePictureIsRefusedBeforeItIsDecoded() throws Exception {
    byte[] bomb = png(40_000, 40_000);
    Path file = Files.write(folder.resolve("bomb.png"), bomb);
    assertThatThrownBy(() -> PictureFile.read(file))
        .isInstanceOf(PictureException.class)
        .hasMessageContaining("has 40000x40000 pixels");
  }

  /** Where the stored top left and top right corners belong by Exif 2.32, 4.6.4 A, tag 274. */
  @ParameterizedTest
  @CsvSource({
    "1, 0 0, 1 0", "2, 1 0, 0 0", "3, 1 1, 0 1", "4, 0 1, 1 1",
    "5, 0 0, 0 1", "6, 1 0, 1 1", "7, 1 1, 1 0", "8, 0 1, 0 0"
  })
  void exifSaysWhichWayUp(int orientation, String topLeft, String topRight) throws Exception {
    BufferedImage image = new BufferedImage(32, 16, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < 16; y++) {
      for (int x = 0; x < 32; x++) {
        image.setRGB(x, y, (y >= 8 ? 0 : x < 16 ? 0xff0000 : 0x0000ff));
      }
    }
    for (boolean bigEndian : new boolean[] {false, true}) {
      for (byte[] turned :
          List.of(
              jpegWithExif(encode(image, "jpg"), orientation, bigEndian),
              pngWithExif(encode(image, "png"), orientation, bigEndian))) {
        Picture picture = PictureFile.decode("turned", turned);
        assertThat(picture.width()).isEqualTo(orientation < 5 ? 32 : 16);
        assertThat(picture.height()).isEqualTo(orientation < 5 ? 16 : 32);
        assertThat(corner(picture, topLeft)).startsWith("red").endsWith(topLeft);
        assertThat(corner(picture, topRight)).startsWith("blue").endsWith(topRight);
      }
    }
  }

  private static String corner(Picture picture, String place) {
    int x = place.charAt(0) == '0' ? 0 : picture.width() - 1;
    int y = place.charAt(2) == '0' ? 0 : picture.height() - 1;
    boolean red = picture.sample(x, y, 0) > 200 && picture.sample(x, y, 2) < 60;
    boolean blue = picture.sample(x, y, 2) > 200 && picture.sample(x, y, 0) < 60;
    return (red ? "red " : blue ? "blue " : "neither ") + place;
  }

  @Test
  void whatExifSaysOtherwiseDoesNotMatter() throws Exception {
    byte[] plain = encode(new BufferedImage(32, 16, BufferedImage.TYPE_INT_RGB), "jpg");
    for (int orientation : new int[] {0, 9, 65535}) {
      Picture picture = PictureFile.decode("odd", jpegWithExif(plain, orientation, true));
      assertThat(picture.width()).isEqualTo(32);
    }
    byte[] exif = exif(6, true);
    for (int length = 0; length < exif.length; length++) {
      byte[] cut = jpegWithSegment(plain, java.util.Arrays.copyOf(exif, length));
      assertThat(PictureFile.decode("cut", cut).height()).isIn(16, 32);
      for (int value : new int[] {0, 0x7f, 0xff}) {
        byte[] bent = exif.clone();
        bent[length] = (byte) value;
        assertThat(PictureFile.decode("bent", jpegWithSegment(plain, bent)).height()).isIn(16, 32);
      }
    }
  }

  @Test
  void aTruncatedJpegIsRefused() throws Exception {
    for (boolean progressive : new boolean[] {false, true}) {
      byte[] jpeg = encode(noise(160, 120), "jpg", progressive);
      assertThat(PictureFile.decode("whole", jpeg).width()).isEqualTo(160);
      for (int length = 0; length < jpeg.length - 2; length += length < 1000 ? 1 : 97) {
        byte[] cut = java.util.Arrays.copyOf(jpeg, length);
        assertThatThrownBy(() -> PictureFile.decode("cut.jpg", cut))
            .as("%d of %d bytes, progressive: %s", length, jpeg.length, progressive)
            .isInstanceOf(PictureException.class)
            .message()
            .doesNotContain("\n");
      }
    }
  }

  @Test
  void anEmptyFileSaysSo() throws Exception {
    Path file = Files.createFile(folder.resolve("empty.jpg"));
    assertThatThrownBy(() -> PictureFile.read(file)).hasMessage(file + " is empty");
  }

  @Test
  void aLargePictureIsReadAtAReducedSize() throws Exception {
    BufferedImage image = new BufferedImage(4000, 3000, BufferedImage.TYPE_3BYTE_BGR);
    for (int y = 0; y < 3000; y++) {
      for (int x = 0; x < 4000; x++) {
        image.setRGB(x, y, ((x * 255 / 3999) << 16) | (y * 255 / 2999));
      }
    }
    for (byte[] content :
        List.of(
            encode(image, "jpg"),
            encode(image, "png"),
            encode(image, "jpg", true),
            encode(image, "png", true))) {
      Picture picture = PictureFile.decode("large", content);
      assertThat(picture.width()).isEqualTo(2000);
      assertThat(picture.height()).isEqualTo(1500);
      assertThat(picture.sample(0, 0, 0)).isLessThan(4);
      assertThat(picture.sample(1999, 1499, 0)).isGreaterThan(251);
      assertThat(picture.sample(1000, 750, 2)).isBetween(125, 131);
    }
    BufferedImage fits = image.getSubimage(0, 0, 2048, 2048); // 12 MiB
    assertThat(PictureFile.decode("fits", encode(fits, "png")).width()).isEqualTo(2048);
    BufferedImage deep = new BufferedImage(3000, 2000, BufferedImage.TYPE_USHORT_GRAY);
    assertThat(PictureFile.decode("deep", encode(deep, "png")).width()).isEqualTo(1500);
    BufferedImage ribbon = new BufferedImage(60_000, 256, BufferedImage.TYPE_BYTE_GRAY);
    assertThat(PictureFile.decode("ribbon", encode(ribbon, "png")).width()).isEqualTo(30_000);
    BufferedImage strand = new BufferedImage(1, 70_000, BufferedImage.TYPE_BYTE_GRAY);
    assertThatThrownBy(() -> PictureFile.decode("strand", encode(strand, "png")))
        .isInstanceOf(PictureException.class)
        .hasMessageContaining("has 1x70000 pixels");
  }

  private static BufferedImage noise(int width, int height) {
    BufferedImage noise = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    java.util.Random random = new java.util.Random(1);
    for (int i = 0; i < width * height; i++) {
      noise.setRGB(i % width, i / width, random.nextInt(1 << 24));
    }
    return noise;
  }

  private static byte[] encode(BufferedImage image, String format, boolean progressive)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
    ImageWriteParam param = writer.getDefaultWriteParam();
    if (progressive) {
      param.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
    }
    try (ImageOutputStream stream = ImageIO.createImageOutputStream(out)) {
      writer.setOutput(stream);
      writer.write(null, new IIOImage(image, null, null), param);
    } finally {
      writer.dispose();
    }
    return out.toByteArray();
  }

  /** TIFF with one directory of two entries: the maker's name, and the orientation. */
  private static byte[] tiff(int orientation, boolean bigEndian) {
    ByteBuffer tiff = ByteBuffer.allocate(38);
    tiff.order(bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    tiff.put((byte) (bigEndian ? 'M' : 'I')).put((byte) (bigEndian ? 'M' : 'I'));
    tiff.putShort((short) 42).putInt(8).putShort((short) 2);
    tiff.putShort((short) 0x10f).putShort((short) 2).putInt(4).put(new byte[] {'C', 'a', 'm', 0});
    tiff.putShort((short) 0x112).putShort((short) 3).putInt(1).putShort((short) orientation);
    return tiff.array();
  }

  private static byte[] exif(int orientation, boolean bigEndian) {
    byte[] tiff = tiff(orientation, bigEndian);
    return ByteBuffer.allocate(6 + tiff.length)
        .put(new byte[] {'E', 'x', 'i', 'f', 0, 0})
        .put(tiff)
        .array();
  }

  private static byte[] jpegWithExif(byte[] jpeg, int orientation, boolean bigEndian) {
    return jpegWithSegment(jpeg, exif(orientation, bigEndian));
  }

  /** With an APP1 segment behind the JFIF one. */
  private static byte[] jpegWithSegment(byte[] jpeg, byte[] content) {
    int at = 4 + (jpeg[4] & 0xff) * 256 + (jpeg[5] & 0xff);
    return ByteBuffer.allocate(jpeg.length + content.length + 4)
        .put(jpeg, 0, at)
        .putShort((short) 0xffe1)
        .putShort((short) (content.length + 2))
        .put(content)
        .put(jpeg, at, jpeg.length - at)
        .array();
  }

  /** With an eXIf chunk (PNG, third edition, 11.3.4.5) behind the header. */
  private static byte[] pngWithExif(byte[] png, int orientation, boolean bigEndian)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(png, 0, 33);
    chunk(out, "eXIf", tiff(orientation, bigEndian));
    out.write(png, 33, png.length - 33);
    return out.toByteArray();
  }

  private static byte[] encode(BufferedImage image, String format) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(ImageIO.write(image, format, out)).isTrue();
    return out.toByteArray();
  }

  /** A PNG that claims these extents and holds almost nothing. */
  private static byte[] png(int width, int height) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
    java.nio.ByteBuffer header = java.nio.ByteBuffer.allocate(13);
    header.putInt(width).putInt(height).put(new byte[] {8, 0, 0, 0, 0});
    chunk(out, "IHDR", header.array());
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(data)) {
      deflater.write(new byte[100]);
    }
    chunk(out, "IDAT", data.toByteArray());
    chunk(out, "IEND", new byte[0]);
    return out.toByteArray();
  }

  private static void chunk(ByteArrayOutputStream out, String type, byte[] data)
      throws IOException {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    CRC32 crc = new CRC32();
    crc.update(name);
    crc.update(data);
    out.write(java.nio.ByteBuffer.allocate(4).putInt(data.length).array());
    out.write(name);
    out.write(data);
    out.write(java.nio.ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
  }
}
