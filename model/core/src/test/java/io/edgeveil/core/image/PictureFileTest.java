package io.edgeveil.core.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
