package io.edgeveil.pads.key;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.edgeveil.core.mask.MaskStream;
import io.edgeveil.core.modulus.Modulus;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * K_i: the secret of one pad. It says what the masks of every layer are and opens the record with
 * their images; it says nothing about other pads.
 */
public final class PadKey implements AutoCloseable {
  private static final byte[] MASK = "mask".getBytes(US_ASCII);
  private static final byte[] RECORD = "record".getBytes(US_ASCII);
  private static final int DIGEST_BYTES = 32;

  private final byte[] key;

  PadKey(byte[] key) {
    this.key = key;
  }

  /**
   * The mask of one layer.
   *
   * @param modelDigest 32 raw bytes, read
   * @param layer index of the linear layer, 0..65535
   * @param modulus of the layer
   * @param mask overwritten with residues
   * @throws IllegalArgumentException if the digest has another length or the index is out of range
   */
  public void expandMask(byte[] modelDigest, int layer, Modulus modulus, int[] mask) {
    byte[] maskKey = maskKey(modelDigest, layer);
    try {
      MaskStream.expand(maskKey, modulus, mask);
    } finally {
      Arrays.fill(maskKey, (byte) 0);
    }
  }

  /**
   * The 32-byte key of the mask of one layer, from which {@link MaskStream} makes the mask: fit for
   * a dealer, who learns nothing else of the pad from it. The caller wipes it; throws as {@link
   * #expandMask} does.
   */
  public byte[] maskKey(byte[] modelDigest, int layer) {
    if (modelDigest.length != DIGEST_BYTES || layer < 0 || layer > 0xffff) {
      throw new IllegalArgumentException(
          "layer " + layer + ", digest of " + modelDigest.length + " bytes");
    }
    ByteBuffer info =
        ByteBuffer.allocate(MASK.length + DIGEST_BYTES + Short.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put(MASK)
            .put(modelDigest)
            .putShort((short) layer);
    return Hkdf.derive(key, info.array());
  }

  /** The 32-byte key that seals the record of this pad; the caller wipes it. */
  public byte[] recordKey() {
    return Hkdf.derive(key, RECORD);
  }

  /** Overwrites the key. */
  @Override
  public void close() {
    Arrays.fill(key, (byte) 0);
  }

  /** Says nothing of the key. */
  @Override
  public String toString() {
    return "PadKey[secret]";
  }
}
