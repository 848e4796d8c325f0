package io.edgeveil.pads.key;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.edgeveil.core.mask.MaskStream;
import io.edgeveil.core.modulus.Modulus;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * The secret from which a device's check vectors follow, for one model.
 *
 * <p><b>Guarantee.</b> To whoever does not hold it, and as long as HMAC-SHA-256 is a pseudo-random
 * function and ChaCha20 a good generator, each vector is uniform over all residues and independent
 * of the others. It has nothing to do with the key chain: it says nothing about masks.
 */
public final class CheckKey implements AutoCloseable {
  /** Bytes of a key. */
  public static final int BYTES = 32;

  private static final byte[] CHECK = "check".getBytes(US_ASCII);
  private static final int DIGEST_BYTES = 32;

  private final byte[] key;

  private CheckKey(byte[] key) {
    this.key = key;
  }

  /** A new key. */
  public static CheckKey random(SecureRandom random) {
    byte[] key = new byte[BYTES];
    random.nextBytes(key);
    return new CheckKey(key);
  }

  /** Reads 32 bytes at the buffer's position. */
  public static CheckKey readFrom(ByteBuffer buffer) {
    byte[] key = new byte[BYTES];
    buffer.get(key);
    return new CheckKey(key);
  }

  /** Writes 32 bytes at the buffer's position; whoever owns the buffer wipes it. */
  public void writeTo(ByteBuffer buffer) {
    buffer.put(key);
  }

  /**
   * One check vector s.
   *
   * @param modelDigest 32 raw bytes, read
   * @param layer index of the linear layer, 0..65535
   * @param repetition from 0, at most 65535
   * @param modulus of the layer
   * @param vector overwritten with residues
   * @throws IllegalArgumentException if the digest has another length or a number is out of range
   */
  public void expand(byte[] modelDigest, int layer, int repetition, Modulus modulus, int[] vector) {
    if (modelDigest.length != DIGEST_BYTES || (layer | repetition) >>> Short.SIZE != 0) {
      throw new IllegalArgumentException(
          "layer " + layer + ", repetition " + repetition + ", digest " + modelDigest.length);
    }
    ByteBuffer info =
        ByteBuffer.allocate(CHECK.length + DIGEST_BYTES + 2 * Short.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put(CHECK)
            .put(modelDigest)
            .putShort((short) layer)
            .putShort((short) repetition);
    byte[] vectorKey = Hkdf.derive(key, info.array());
    try {
      MaskStream.expand(vectorKey, modulus, vector);
    } finally {
      Arrays.fill(vectorKey, (byte) 0);
    }
  }

  /** Overwrites the key. */
  @Override
  public void close() {
    Arrays.fill(key, (byte) 0);
  }

  /** Says nothing of the key. */
  @Override
  public String toString() {
    return "CheckKey[secret]";
  }
}
