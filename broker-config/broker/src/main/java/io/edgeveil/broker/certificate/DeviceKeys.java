package io.edgeveil.broker.certificate;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.params.HKDFParameters;

/**
 * The pre-shared keys of devices, for DTLS: 32 bytes each, derived when they are needed.
 *
 * <pre>
 *   key = HKDF-SHA256(secret = the folder's, salt = fingerprint of the device's certificate,
 *                     info = "edgeveil coap psk" | 0 | id of the device)         RFC 5869
 * </pre>
 *
 * <p><b>Guarantee:</b> whoever has a device's key, or many of them, learns nothing of another's.
 * With another certificate a device has another key, so that rotating a device ends its old one.
 * The secret, 32 random bytes, is made here, is in one file of mode 0600 that is refused if others
 * can read it, and shows in no message; whoever reads it can be any device over {@code coaps://}.
 */
public final class DeviceKeys {
  private static final int BYTES = 32;
  private static final String INFO = "edgeveil coap psk\0";

  private final Path file;

  /** Those whose secret is in a file, made when it is first needed. */
  public DeviceKeys(Path file) {
    this.file = file;
  }

  /**
   * The key of a device, to be wiped by the caller.
   *
   * @param certificate the one that counts for it
   */
  public byte[] keyOf(String device, CertificateId certificate) throws IOException {
    byte[] secret = secret();
    try {
      byte[] salt = HexFormat.of().parseHex(certificate.fingerprint());
      return derive(secret, salt, (INFO + device).getBytes(UTF_8));
    } finally {
      Arrays.fill(secret, (byte) 0);
    }
  }

  /** HKDF-SHA256 for as many bytes as one hash has. */
  static byte[] derive(byte[] secret, byte[] salt, byte[] info) {
    HKDFBytesGenerator generator = new HKDFBytesGenerator(new SHA256Digest());
    generator.init(new HKDFParameters(secret, salt, info));
    byte[] derived = new byte[BYTES];
    generator.generateBytes(derived, 0, derived.length);
    return derived;
  }

  private byte[] secret() throws IOException {
    if (!Files.exists(file)) {
      make();
    }
    byte[] secret = PrivateFiles.read(file);
    if (secret.length != BYTES) {
      throw new IOException(file + " has " + secret.length + " bytes, not " + BYTES);
    }
    return secret;
  }

  /** Two who need it first at the same time must end with the same. */
  private void make() throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    Files.createDirectories(folder);
    LockFile.hold(
        folder.resolve(file.getFileName() + ".lock"),
        () -> {
          if (!Files.exists(file)) {
            byte[] secret = new byte[BYTES];
            new SecureRandom().nextBytes(secret);
            PrivateFiles.write(file, secret);
            Arrays.fill(secret, (byte) 0);
          }
          return null;
        });
  }

  /** Where the secret is, alone. */
  @Override
  public String toString() {
    return "DeviceKeys[" + file + "]";
  }
}
