package io.edgeveil.gateway.account;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.edgeveil.broker.certificate.CertificateId;
import io.edgeveil.broker.certificate.PrivateFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

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

  DeviceKeys(Path file) {
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
    byte[] extracted = hmac(salt, secret);
    try {
      byte[] expanded = Arrays.copyOf(info, info.length + 1);
      expanded[info.length] = 1;
      return hmac(extracted, expanded);
    } finally {
      Arrays.fill(extracted, (byte) 0);
    }
  }

  private static byte[] hmac(byte[] key, byte[] message) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(message);
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every Java has HMAC-SHA-256", e);
    }
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
    synchronized (DeviceKeys.class) {
      try (FileChannel channel =
              FileChannel.open(
                  folder.resolve(file.getFileName() + ".lock"),
                  StandardOpenOption.CREATE,
                  StandardOpenOption.WRITE);
          FileLock held = channel.lock()) {
        if (!Files.exists(file)) {
          byte[] secret = new byte[BYTES];
          new SecureRandom().nextBytes(secret);
          PrivateFiles.write(file, secret);
          Arrays.fill(secret, (byte) 0);
        }
        assert held.isValid();
      }
    }
  }

  /** Where the secret is, alone. */
  @Override
  public String toString() {
    return "DeviceKeys[" + file + "]";
  }
}
