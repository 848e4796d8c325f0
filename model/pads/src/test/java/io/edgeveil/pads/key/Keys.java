package io.edgeveil.pads.key;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** Pad keys as bytes, which only tests handle. */
public final class Keys {
  private Keys() {}

  /** A pad key of 32 bytes. */
  public static PadKey padKey(byte[] bytes) {
    return new PadKey(bytes.clone());
  }

  /** The bytes of K_i of a chain key. */
  public static byte[] padKeyOf(byte[] chainKey) {
    return Hkdf.derive(chainKey, "pad".getBytes(US_ASCII));
  }
}
