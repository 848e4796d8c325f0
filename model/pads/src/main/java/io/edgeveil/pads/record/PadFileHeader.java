package io.edgeveil.pads.record;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.edgeveil.core.wire.Ids;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/**
 * What a pad file says about itself; nothing of it is secret.
 *
 * @param padFile public id of this file: 16 lower-case hexadecimal digits
 * @param modelDigest 64 lower-case hexadecimal digits
 * @param device id of the one device it is for
 * @param firstIndex index of the first pad, not negative
 * @param count how many pads were made, at least 1
 * @param recordBytes length of a sealed record, tag included
 * @param madeSeconds when it was begun, seconds since 1970, below 2^32
 * @param isDealt whether a dealer found the images
 */
public record PadFileHeader(
    String padFile,
    String modelDigest,
    String device,
    long firstIndex,
    long count,
    int recordBytes,
    long madeSeconds,
    boolean isDealt) {

  /**
   * Validates.
   *
   * @throws IllegalArgumentException if a field is out of its range
   */
  public PadFileHeader {
    Ids.requireId("device", device);
    requireHex("pad file id", padFile, 2 * PadFileFormat.PAD_FILE_BYTES);
    requireHex("model digest", modelDigest, 2 * PadFileFormat.DIGEST_BYTES);
    if (firstIndex < 0 || count < 1 || firstIndex > Long.MAX_VALUE - count) {
      throw new IllegalArgumentException(count + " pads from index " + firstIndex + " on");
    }
    if (recordBytes <= PadFileFormat.TAG_BYTES
        || count > (Long.MAX_VALUE - PadFileFormat.HEADER_BYTES) / recordBytes) {
      throw new IllegalArgumentException(count + " records of " + recordBytes + " bytes");
    }
    if (madeSeconds < 0 || madeSeconds > 0xffff_ffffL) {
      throw new IllegalArgumentException("made " + madeSeconds + " seconds after 1970");
    }
  }

  /** Index after the last pad. */
  public long endIndex() {
    return firstIndex + count;
  }

  /** The model digest as 32 raw bytes. */
  public byte[] digestBytes() {
    return HexFormat.of().parseHex(modelDigest);
  }

  /** Length of the whole file. */
  long fileBytes() {
    return PadFileFormat.HEADER_BYTES + count * recordBytes;
  }

  /** Throws unless there is a pad of this index. */
  void requireIndex(long index) {
    if (index < firstIndex || index >= endIndex()) {
      throw new IllegalArgumentException("no pad " + index + " in this file");
    }
  }

  /** Where the record of a pad starts. */
  long recordAt(long index) {
    return PadFileFormat.HEADER_BYTES + (index - firstIndex) * recordBytes;
  }

  /** What binds record {@code index} to model, device, file and place. */
  byte[] associatedData(long index) {
    return ByteBuffer.allocate(PadFileFormat.ASSOCIATED_BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(digestBytes())
        .put(paddedDevice())
        .put(HexFormat.of().parseHex(padFile))
        .putLong(index)
        .array();
  }

  byte[] encode() {
    byte[] bytes = new byte[PadFileFormat.HEADER_BYTES];
    ByteBuffer.wrap(bytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(PadFileFormat.MAGIC_AT, PadFileFormat.MAGIC)
        .putInt(
            PadFileFormat.VERSION_AT, PadFileFormat.VERSION | (isDealt ? PadFileFormat.DEALT : 0))
        .put(PadFileFormat.PAD_FILE_AT, HexFormat.of().parseHex(padFile))
        .putLong(PadFileFormat.FIRST_INDEX_AT, firstIndex)
        .putLong(PadFileFormat.COUNT_AT, count)
        .putInt(PadFileFormat.RECORD_BYTES_AT, recordBytes)
        .putInt(PadFileFormat.MADE_AT, (int) madeSeconds)
        .put(PadFileFormat.DIGEST_AT, digestBytes())
        .put(PadFileFormat.DEVICE_AT, paddedDevice())
        .putInt(PadFileFormat.CHECKSUM_AT, checksum(bytes));
    return bytes;
  }

  static PadFileHeader decode(byte[] bytes) throws PadFileException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (buffer.getInt(PadFileFormat.MAGIC_AT) != PadFileFormat.MAGIC) {
      throw new PadFileException("not a pad file: wrong magic");
    }
    int version = buffer.getInt(PadFileFormat.VERSION_AT);
    boolean isDealt = version == (PadFileFormat.VERSION | PadFileFormat.DEALT);
    if (version != PadFileFormat.VERSION && !isDealt) {
      throw new PadFileException(
          "pad file version " + version + ", only " + PadFileFormat.VERSION + " is known");
    }
    if (buffer.getInt(PadFileFormat.CHECKSUM_AT) != checksum(bytes)
        || buffer.getInt(PadFileFormat.FINAL_ZERO_AT) != 0) {
      throw new PadFileException("the header of the pad file is damaged");
    }
    try {
      return new PadFileHeader(
          hex(bytes, PadFileFormat.PAD_FILE_AT, PadFileFormat.PAD_FILE_BYTES),
          hex(bytes, PadFileFormat.DIGEST_AT, PadFileFormat.DIGEST_BYTES),
          device(bytes),
          buffer.getLong(PadFileFormat.FIRST_INDEX_AT),
          buffer.getLong(PadFileFormat.COUNT_AT),
          buffer.getInt(PadFileFormat.RECORD_BYTES_AT),
          buffer.getInt(PadFileFormat.MADE_AT) & 0xffff_ffffL,
          isDealt);
    } catch (IllegalArgumentException e) {
      throw new PadFileException("the header of the pad file: " + e.getMessage(), e);
    }
  }

  private byte[] paddedDevice() {
    return java.util.Arrays.copyOf(device.getBytes(US_ASCII), PadFileFormat.DEVICE_BYTES);
  }

  private static String device(byte[] bytes) {
    int length = PadFileFormat.DEVICE_BYTES;
    while (length > 0 && bytes[PadFileFormat.DEVICE_AT + length - 1] == 0) {
      length--;
    }
    return new String(bytes, PadFileFormat.DEVICE_AT, length, US_ASCII);
  }

  private static String hex(byte[] bytes, int at, int length) {
    return HexFormat.of().formatHex(bytes, at, at + length);
  }

  private static int checksum(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, PadFileFormat.CHECKSUM_AT);
    return (int) crc.getValue();
  }

  private static void requireHex(String what, String text, int digits) {
    if (text == null || !text.matches("[0-9a-f]{" + digits + "}")) {
      throw new IllegalArgumentException(what + " must be " + digits + " hexadecimal digits");
    }
  }
}
