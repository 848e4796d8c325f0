package io.edgeveil.pads.record;

/**
 * The bytes of {@code pads.bin}. Little-endian.
 *
 * <pre>
 *  byte  0    1    2    3    4    5    6    7    8 … 15
 *       +-------------------+----+--------------+-----------------------+
 *     0 | 'E' 'V' 'P' 'D'   | v1 | by |    0    | pad file id           |
 *       +-------------------+----+--------------+-----------------------+
 *    16 | first index                           | count                 |
 *       +-------------------+-------------------+-----------------------+
 *    32 | record bytes      | made              | model digest          |
 *       +-------------------+-------------------+                       |
 *    48 |                                                               |
 *       |                                       +-----------------------+
 *    64 |                                       | device id             |
 *       +---------------------------------------+                       |
 *       | … 128                                                         |
 *       +-------------------+-------------------+-----------------------+
 *   136 | CRC-32C           |         0         | 144: record of the first pad
 *       +-------------------+-------------------+
 *
 *  record: mask images, packed, layer after layer, encrypted | Poly1305 tag (16)
 * </pre>
 *
 * <p>By is 1 where a dealer found the images, else 0: who it was lies beside the file, and a set
 * whose files contradict each other here is refused. The pad file id begins with made, most
 * significant byte first, so that ids sort by age, and goes on at random; made is the second since
 * 1970 it was begun in, unsigned; the model digest the raw SHA-256, the device id ASCII filled up
 * with zeros. Record bytes is the length of a record with its tag. The CRC-32C is over all header
 * bytes before it. A layer's image takes {@code elements * bytesPerElement} bytes, as {@link
 * io.edgeveil.core.wire.Residues} packs them.
 *
 * <p>Once all its pads are used, the file is cut back to its header.
 *
 * <p>The associated data of record i binds it to its place:
 *
 * <pre>
 *     0 model digest (32) | 32 device id (64) | 96 pad file id (8) | 104 i (8)
 * </pre>
 */
final class PadFileFormat {
  private PadFileFormat() {}

  static final int MAGIC = 0x44505645; // "EVPD" read little-endian
  static final int VERSION = 1;
  static final int DEALT = 1 << 8; // the byte after the version's

  static final int PAD_FILE_BYTES = 8;
  static final int DIGEST_BYTES = 32;
  static final int DEVICE_BYTES = 64;

  static final int MAGIC_AT = 0;
  static final int VERSION_AT = MAGIC_AT + 4;
  static final int PAD_FILE_AT = VERSION_AT + 4; // the version byte and three zeros
  static final int FIRST_INDEX_AT = PAD_FILE_AT + PAD_FILE_BYTES;
  static final int COUNT_AT = FIRST_INDEX_AT + 8;
  static final int RECORD_BYTES_AT = COUNT_AT + 8;
  static final int MADE_AT = RECORD_BYTES_AT + 4;
  static final int DIGEST_AT = MADE_AT + 4;
  static final int DEVICE_AT = DIGEST_AT + DIGEST_BYTES;
  static final int CHECKSUM_AT = DEVICE_AT + DEVICE_BYTES;
  static final int FINAL_ZERO_AT = CHECKSUM_AT + 4;
  static final int HEADER_BYTES = FINAL_ZERO_AT + 4;

  static final int KEY_BYTES = 32;
  static final int NONCE_BYTES = 12;
  static final int TAG_BYTES = 16;

  static final int ASSOCIATED_BYTES = DIGEST_BYTES + DEVICE_BYTES + PAD_FILE_BYTES + 8;
}
