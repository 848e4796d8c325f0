package io.edgeveil.pads.key;

import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.params.HKDFParameters;

/** HKDF-SHA-256 (RFC 5869) without salt, from 32 bytes to 32 bytes. */
final class Hkdf {
  private Hkdf() {}

  /**
   * A derived key, owned by the caller.
   *
   * @param key 32 bytes, read
   * @param info read
   */
  static byte[] derive(byte[] key, byte[] info) {
    HKDFBytesGenerator generator = new HKDFBytesGenerator(new SHA256Digest());
    generator.init(new HKDFParameters(key, null, info));
    byte[] derived = new byte[ChainKey.BYTES];
    generator.generateBytes(derived, 0, derived.length);
    return derived;
  }
}
