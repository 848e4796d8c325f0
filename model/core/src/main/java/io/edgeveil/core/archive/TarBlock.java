package io.edgeveil.core.archive;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The header of one entry, a block of 512 bytes (POSIX.1-1988, "ustar Interchange Format"):
 *
 * <pre>
 *     0 name, 100      124 size, 12, octal      257 "ustar" NUL "00"
 *   100 mode, 8        136 time, 12, octal      345 prefix, 155
 *   108 uid, 8         148 checksum, 8
 *   116 gid, 8         156 type, 1
 * </pre>
 *
 * A size of 8 GiB and more is a big-endian number with the first bit set, as GNU's tar has it.
 */
final class TarBlock {
  static final int BYTES = 512;
  static final char FILE = '0';
  static final char FILE_OF_OLD = '\0';
  static final char FOLDER = '5';
  static final char LONG_NAME = 'L';
  static final char EXTENDED = 'x';
  static final char EXTENDED_FOR_ALL = 'g';

  static final int MAX_NAME_BYTES = 100;

  private static final int MODE = 100;
  private static final int UID = 108;
  private static final int GID = 116;
  private static final int SIZE = 124;
  private static final int SIZE_BYTES = 12;
  private static final int TIME = 136;
  private static final int CHECKSUM = 148;
  private static final int CHECKSUM_BYTES = 8;
  private static final int TYPE = 156;
  private static final int MAGIC = 257;
  private static final int PREFIX = 345;
  private static final int PREFIX_BYTES = 155;
  private static final long FIRST_LARGE_SIZE = 1L << 33;

  private final byte[] bytes;

  private TarBlock(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * Reads a header.
   *
   * @param bytes 512, retained
   * @throws ArchiveFormatException if the checksum is not right
   */
  static TarBlock of(byte[] bytes) throws ArchiveFormatException {
    TarBlock block = new TarBlock(bytes);
    if (octal(bytes, CHECKSUM, CHECKSUM_BYTES) != block.sum()) {
      throw new ArchiveFormatException("not a tar archive, or a damaged one");
    }
    return block;
  }

  /**
   * A header to write.
   *
   * @param name at most 100 bytes
   * @param size in bytes, 0 for folders
   */
  static byte[] write(String name, char type, long size) throws ArchiveFormatException {
    byte[] text = name.getBytes(UTF_8);
    if (text.length > MAX_NAME_BYTES) {
      throw new ArchiveFormatException("longer than " + MAX_NAME_BYTES + " bytes: " + name);
    }
    byte[] block = new byte[BYTES];
    System.arraycopy(text, 0, block, 0, text.length);
    put(block, MODE, type == FOLDER ? "0000700" : "0000600");
    put(block, UID, "0000000");
    put(block, GID, "0000000");
    if (size < FIRST_LARGE_SIZE) {
      put(block, SIZE, String.format("%011o", size));
    } else {
      ByteBuffer.wrap(block).put(SIZE, (byte) 0x80).putLong(SIZE + SIZE_BYTES - Long.BYTES, size);
    }
    put(block, TIME, "00000000000");
    put(block, MAGIC, "ustar\00000");
    block[TYPE] = (byte) type;
    put(block, CHECKSUM, String.format("%06o\0 ", new TarBlock(block).sum()));
    return block;
  }

  private static void put(byte[] block, int at, String text) {
    byte[] ascii = text.getBytes(US_ASCII);
    System.arraycopy(ascii, 0, block, at, ascii.length);
  }

  /** Whether these 512 bytes are zeros: the end of an archive. */
  static boolean isEnd(byte[] bytes) {
    return Arrays.equals(bytes, new byte[BYTES]);
  }

  String name() {
    String name = text(0, MAX_NAME_BYTES);
    boolean posix = Arrays.equals(bytes, MAGIC, MAGIC + 6, "ustar\0".getBytes(US_ASCII), 0, 6);
    String prefix = posix ? text(PREFIX, PREFIX_BYTES) : "";
    return prefix.isEmpty() ? name : prefix + "/" + name;
  }

  char type() {
    return (char) (bytes[TYPE] & 0xff);
  }

  /** In bytes, not negative. */
  long size() throws ArchiveFormatException {
    if ((bytes[SIZE] & 0x80) == 0) {
      return octal(bytes, SIZE, SIZE_BYTES);
    }
    long large = ByteBuffer.wrap(bytes).getLong(SIZE + SIZE_BYTES - Long.BYTES);
    if ((bytes[SIZE] & 0x7f) != 0 || bytes[SIZE + 1] != 0 || large < 0) {
      throw new ArchiveFormatException("an impossible size");
    }
    return large;
  }

  private String text(int at, int length) {
    int end = at;
    while (end < at + length && bytes[end] != 0) {
      end++;
    }
    return new String(bytes, at, end - at, UTF_8);
  }

  /** The sum of all bytes, those of the checksum taken for blanks. */
  private int sum() {
    int sum = CHECKSUM_BYTES * ' ';
    for (int i = 0; i < BYTES; i++) {
      sum += i >= CHECKSUM && i < CHECKSUM + CHECKSUM_BYTES ? 0 : bytes[i] & 0xff;
    }
    return sum;
  }

  private static long octal(byte[] bytes, int at, int length) throws ArchiveFormatException {
    String digits = new String(bytes, at, length, US_ASCII).replace('\0', ' ').strip();
    if (!digits.matches("[0-7]{1,12}")) {
      throw new ArchiveFormatException("not a tar archive, or a damaged one");
    }
    return Long.parseLong(digits, 8);
  }
}
