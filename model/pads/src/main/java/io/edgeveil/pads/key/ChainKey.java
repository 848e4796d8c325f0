package io.edgeveil.pads.key;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * C_i: the secret from which pad i and all later ones follow.
 *
 * <p><b>Guarantee.</b> As long as HMAC-SHA-256 is a pseudo-random function, whoever holds C_i
 * learns nothing about any K_j with j below i: yesterday's inputs stay hidden when a device is
 * stolen today. All pads from i on are open to them. {@link #close} overwrites the bytes; copies
 * that the Java machine made while moving objects are beyond reach.
 */
public final class ChainKey implements AutoCloseable {
  /** Bytes of a key. */
  public static final int BYTES = 32;

  private static final byte[] PAD = "pad".getBytes(US_ASCII);
  private static final byte[] NEXT = "next".getBytes(US_ASCII);

  private final byte[] key;

  private ChainKey(byte[] key) {
    this.key = key;
  }

  /** C_0 of a new chain. */
  public static ChainKey random(SecureRandom random) {
    byte[] key = new byte[BYTES];
    random.nextBytes(key);
    return new ChainKey(key);
  }

  /** Reads 32 bytes at the buffer's position. */
  public static ChainKey readFrom(ByteBuffer buffer) {
    byte[] key = new byte[BYTES];
    buffer.get(key);
    return new ChainKey(key);
  }

  /** Writes 32 bytes at the buffer's position; whoever owns the buffer wipes it. */
  public void writeTo(ByteBuffer buffer) {
    buffer.put(key);
  }

  /** K_i, owned by the caller. */
  public PadKey pad() {
    return new PadKey(Hkdf.derive(key, PAD));
  }

  /** C_(i+1), owned by the caller. */
  public ChainKey next() {
    return new ChainKey(Hkdf.derive(key, NEXT));
  }

  /** The same key once more, owned by the caller. */
  public ChainKey copy() {
    return new ChainKey(key.clone());
  }

  /** Overwrites the key. */
  @Override
  public void close() {
    Arrays.fill(key, (byte) 0);
  }

  /** Says nothing of the key. */
  @Override
  public String toString() {
    return "ChainKey[secret]";
  }
}
