package io.edgeveil.pads.integrity;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.edgeveil.core.layer.LinearOperation;
import io.edgeveil.pads.key.CheckKey;
import io.edgeveil.pads.record.PadLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * The bytes of {@code integrity.bin}. Little-endian.
 *
 * <pre>
 *  byte  0    1    2    3    4    5    6    7    8 … 15
 *       +-------------------+----+--------------+-----------------------+
 *     0 | 'E' 'V' 'I' 'N'   | v1 |      0       |           0           |
 *       +-------------------+----+--------------+-----------------------+
 *    16 | model digest (32)                                             |
 *       +---------------------------------------------------------------+
 *    48 | device id (64)                                                |
 *       +---------------------------------------------------------------+
 *   112 | check key (32)                                                |
 *       +---------------------------------------------------------------+
 *   144 | images t: layer after layer, repetition after repetition,     |
 *       | packed as {@link io.edgeveil.core.wire.Residues} packs them               |
 *       +---------------------------------------------------------------+
 *       | SHA-256 of all bytes before (32)                              |
 *       +---------------------------------------------------------------+
 * </pre>
 *
 * <p>The device id is ASCII filled up with zeros. How many layers and repetitions there are, and so
 * the length, follows from the manifest. The check vectors follow from the check key. The SHA-256
 * is against damage: whoever can write the file can do anything.
 */
final class IntegrityFormat {
  private IntegrityFormat() {}

  static final int MAGIC = 0x4e495645; // "EVIN" read little-endian
  static final int VERSION = 1;

  static final int DIGEST_BYTES = 32;
  static final int DEVICE_BYTES = 64;
  static final int SEAL_BYTES = 32;

  static final int MAGIC_AT = 0;
  static final int VERSION_AT = MAGIC_AT + 4; // the version byte and three zeros
  static final int ZERO_AT = VERSION_AT + 4;
  static final int DIGEST_AT = ZERO_AT + 8;
  static final int DEVICE_AT = DIGEST_AT + DIGEST_BYTES;
  static final int KEY_AT = DEVICE_AT + DEVICE_BYTES;
  static final int HEADER_BYTES = KEY_AT + CheckKey.BYTES;

  /** Header without the key: magic, version, whose it is; nothing secret. */
  static byte[] header(byte[] modelDigest, String device) {
    return ByteBuffer.allocate(HEADER_BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(MAGIC_AT, MAGIC)
        .putInt(VERSION_AT, VERSION)
        .put(DIGEST_AT, modelDigest)
        .put(DEVICE_AT, Arrays.copyOf(device.getBytes(US_ASCII), DEVICE_BYTES))
        .array();
  }

  /** Bytes of one packed image of a layer. */
  static long imageBytes(LinearOperation layer) {
    return (long) layer.input().elements() * layer.modulus().bytesPerElement();
  }

  /** Bytes of the whole file. */
  static long fileBytes(PadLayout layout) {
    long bytes = HEADER_BYTES + SEAL_BYTES;
    for (int layer = 0; layer < layout.layers(); layer++) {
      bytes += Repetitions.of(layout.modulus(layer).prime()) * imageBytes(layout.layer(layer));
    }
    return bytes;
  }

  static MessageDigest seal() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
