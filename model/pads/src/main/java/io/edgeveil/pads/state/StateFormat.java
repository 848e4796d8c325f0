package io.edgeveil.pads.state;

/**
 * One slot of {@code state.bin}; slot 0 at byte 0, slot 1 at byte 4096, so that no write touches
 * the disk block of the other. Little-endian.
 *
 * <pre>
 *  byte  0    1    2    3    4    5    6    7    8 … 15
 *       +-------------------+----+--------------+-----------------------+
 *     0 | 'E' 'V' 'S' 'T'   | v1 |      0       | counter               |
 *       +-------------------+----+--------------+-----------------------+
 *    16 | next index                            | pad file id           |
 *       +---------------------------------------+-----------------------+
 *    32 | C_next                                                        |
 *       |                                                               |
 *       +-------------------+-------------------+-----------------------+
 *    64 | CRC-32C           |         0         |
 *       +-------------------+-------------------+
 * </pre>
 *
 * <p>The counter grows by one with every state written. The CRC-32C is over all bytes before it. An
 * empty slot is all zeros.
 */
final class StateFormat {
  private StateFormat() {}

  static final int MAGIC = 0x54535645; // "EVST" read little-endian
  static final int VERSION = 1;

  static final int MAGIC_AT = 0;
  static final int VERSION_AT = MAGIC_AT + 4;
  static final int COUNTER_AT = VERSION_AT + 4; // the version byte and three zeros
  static final int NEXT_INDEX_AT = COUNTER_AT + 8;
  static final int PAD_FILE_AT = NEXT_INDEX_AT + 8;
  static final int KEY_AT = PAD_FILE_AT + 8;
  static final int CHECKSUM_AT = KEY_AT + 32;
  static final int ZERO_AT = CHECKSUM_AT + 4;
  static final int SLOT_BYTES = ZERO_AT + 4;

  static final int SLOT_DISTANCE = 4096;
  static final int FILE_BYTES = 2 * SLOT_DISTANCE;
}
