package io.edgeveil.pads.record;

import io.edgeveil.pads.key.PadKey;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;

/** ChaCha20-Poly1305 of one record, under a key of its own. */
final class RecordSeal {
  private RecordSeal() {}

  static byte[] seal(PadKey key, PadFileHeader header, long index, byte[] images) {
    byte[] recordKey = key.recordKey();
    try {
      return AuthenticatedCipher.seal(recordKey, header.associatedData(index), images);
    } finally {
      Arrays.fill(recordKey, (byte) 0);
    }
  }

  /**
   * Opens in place.
   *
   * @param record read, and its beginning overwritten with the images
   */
  static void open(PadKey key, PadFileHeader header, long index, byte[] record)
      throws PadFileException {
    byte[] recordKey = key.recordKey();
    try {
      AuthenticatedCipher.open(recordKey, header.associatedData(index), record);
    } catch (AEADBadTagException e) {
      throw new PadFileException(
          "record " + index + " of pad file " + header.padFile() + " is damaged or not ours", e);
    } finally {
      Arrays.fill(recordKey, (byte) 0);
    }
  }
}
