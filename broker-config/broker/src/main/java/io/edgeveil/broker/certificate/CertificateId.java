package io.edgeveil.broker.certificate;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Which certificate: enough to know it again and to tell people of it.
 *
 * @param fingerprint SHA-256 of the certificate, 64 hexadecimal digits
 * @param serial its serial number, hexadecimal
 * @param expires when it ends, whole seconds
 */
public record CertificateId(String fingerprint, String serial, Instant expires) {

  private static final Pattern FINGERPRINT = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern SERIAL = Pattern.compile("[0-9a-f]{1,40}");

  public CertificateId {
    Objects.requireNonNull(expires, "expires");
    if (!FINGERPRINT.matcher(fingerprint).matches() || !SERIAL.matcher(serial).matches()) {
      throw new IllegalArgumentException(
          "a certificate is named by 64 hexadecimal digits and a serial number");
    }
  }

  /** Of a certificate. */
  public static CertificateId of(X509Certificate certificate) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
      return new CertificateId(
          HexFormat.of().formatHex(digest),
          certificate.getSerialNumber().toString(16),
          certificate.getNotAfter().toInstant());
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every Java has SHA-256, and a parsed certificate encodes", e);
    }
  }

  /** Of the certificate in a PEM file. */
  public static CertificateId of(Path file) throws IOException {
    return of(Pem.certificate(file));
  }

  /** Reads what {@link #encoded()} wrote. */
  public static CertificateId parse(String text) {
    String[] parts = text.split("/", -1);
    if (parts.length != 3) {
      throw new IllegalArgumentException("a certificate is fingerprint/serial/expiry");
    }
    try {
      return new CertificateId(parts[0], parts[1], Instant.ofEpochSecond(Long.parseLong(parts[2])));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("the expiry is no number of seconds", e);
    }
  }

  /** In one word without colons. */
  public String encoded() {
    return fingerprint + "/" + serial + "/" + expires.getEpochSecond();
  }
}
