package io.edgeveil.core.image;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import javax.imageio.stream.ImageInputStream;

/**
 * The way up that a JPEG or PNG file names for its picture: tag 274 of Exif 2.32, 4.6.4 A, in the
 * APP1 segment of the one and the eXIf chunk (third edition, 11.3.4.5) of the other.
 */
final class Orientation {
  /** As stored: also what a file means that says nothing, or nothing that makes sense. */
  static final int UPRIGHT = 1;

  private static final int PNG = 0x8950;
  private static final int PNG_SIGNATURE_BYTES = 8;
  private static final int PNG_CRC_BYTES = 4;
  private static final int EXIF_CHUNK = 0x65584966; // eXIf
  private static final int DATA_CHUNK = 0x49444154; // IDAT
  private static final int START_OF_SCAN = 0xffda;
  private static final int APP1 = 0xffe1;
  private static final int FIRST_MARKER = 0xff01;
  private static final byte[] EXIF = "Exif\0\0".getBytes(StandardCharsets.US_ASCII);
  private static final int LITTLE_ENDIAN = 0x4949; // II
  private static final int TAG = 0x0112;
  private static final int SHORT = 3;
  private static final int ENTRY_BYTES = 12;
  private static final int LAST = 8;

  private Orientation() {}

  /** One of 1 to 8; leaves the stream at its beginning. */
  static int of(ImageInputStream in) throws IOException {
    try {
      return in.readUnsignedShort() == PNG ? ofPng(in) : ofJpeg(in);
    } catch (EOFException | IndexOutOfBoundsException e) { // MemoryCache's word for the end
      return UPRIGHT;
    } finally {
      in.setByteOrder(ByteOrder.BIG_ENDIAN);
      in.seek(0);
    }
  }

  private static int ofPng(ImageInputStream in) throws IOException {
    long at = PNG_SIGNATURE_BYTES;
    while (true) {
      in.seek(at);
      long length = in.readUnsignedInt();
      int type = in.readInt();
      if (type == DATA_CHUNK) {
        return UPRIGHT;
      }
      if (type == EXIF_CHUNK) {
        return ofTiff(in);
      }
      at = in.getStreamPosition() + length + PNG_CRC_BYTES;
    }
  }

  private static int ofJpeg(ImageInputStream in) throws IOException {
    while (true) {
      int marker = in.readUnsignedShort();
      if (marker < FIRST_MARKER || marker == START_OF_SCAN) {
        return UPRIGHT;
      }
      long at = in.getStreamPosition();
      int length = in.readUnsignedShort();
      if (marker == APP1) {
        byte[] head = new byte[EXIF.length];
        in.readFully(head);
        if (MessageDigest.isEqual(head, EXIF)) {
          return ofTiff(in);
        }
      }
      in.seek(at + length);
    }
  }

  private static int ofTiff(ImageInputStream in) throws IOException {
    long start = in.getStreamPosition();
    boolean little = in.readUnsignedShort() == LITTLE_ENDIAN;
    in.setByteOrder(little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    in.seek(start + 4);
    in.seek(start + in.readUnsignedInt());
    int entries = in.readUnsignedShort();
    for (int i = 0; i < entries; i++) {
      long entry = in.getStreamPosition();
      if (in.readUnsignedShort() == TAG && in.readUnsignedShort() == SHORT) {
        in.seek(entry + 8);
        int value = in.readUnsignedShort();
        return value >= UPRIGHT && value <= LAST ? value : UPRIGHT;
      }
      in.seek(entry + ENTRY_BYTES);
    }
    return UPRIGHT;
  }
}
