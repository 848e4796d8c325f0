package io.edgeveil.pads.record;

import io.edgeveil.pads.key.PadKey;
import java.util.Arrays;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.modes.ChaCha20Poly1305;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * ChaCha20-Poly1305 of one record.
 *
 * <p>The nonce is 0: every key seals one record and never a second.
 */
final class RecordSeal {
  private RecordSeal() {}

  static byte[] seal(PadKey key, PadFileHeader header, long index, byte[] images) {
    try {
      return process(true, key, header.associatedData(index), images);
    } catch (InvalidCipherTextException e) {
      throw new AssertionError("sealing checks no tag", e);
    }
  }

  static byte[] open(PadKey key, PadFileHeader header, long index, byte[] sealed)
      throws PadFileException {
    try {
      return process(false, key, header.associatedData(index), sealed);
    } catch (InvalidCipherTextException e) {
      throw new PadFileException(
          "record " + index + " of pad file " + header.padFile() + " is damaged or not ours", e);
    }
  }

  private static byte[] process(boolean sealing, PadKey key, byte[] associated, byte[] in)
      throws InvalidCipherTextException {
    byte[] recordKey = key.recordKey();
    ChaCha20Poly1305 cipher = new ChaCha20Poly1305();
    try {
      cipher.init(
          sealing,
          new AEADParameters(
              new KeyParameter(recordKey),
              PadFileFormat.TAG_BYTES * Byte.SIZE,
              new byte[PadFileFormat.NONCE_BYTES],
              associated));
      byte[] out = new byte[cipher.getOutputSize(in.length)];
      int done = cipher.processBytes(in, 0, in.length, out, 0);
      try {
        cipher.doFinal(out, done);
      } catch (InvalidCipherTextException e) {
        Arrays.fill(out, (byte) 0);
        throw e;
      }
      return out;
    } finally {
      Arrays.fill(recordKey, (byte) 0);
    }
  }
}
