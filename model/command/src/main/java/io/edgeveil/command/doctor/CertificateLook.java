package io.edgeveil.command.doctor;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;

/** Until when a certificate is good. */
public final class CertificateLook {
  private static final Duration SOON = Duration.ofDays(30);

  private CertificateLook() {}

  /**
   * The certificate in a PEM file.
   *
   * @param renew what to do when it ends
   * @throws IOException if there is none
   */
  public static Finding of(String what, Path file, Instant now, String renew) throws IOException {
    X509Certificate certificate = read(file);
    Instant from = certificate.getNotBefore().toInstant();
    Instant until = certificate.getNotAfter().toInstant();
    String found = file.getFileName() + " good until " + until;
    if (now.isBefore(from)) {
      return Finding.failed(
          what,
          file.getFileName() + " good from " + from + ", and it is " + now,
          "set the clock: timedatectl set-ntp true");
    }
    if (now.isAfter(until)) {
      return Finding.failed(what, file.getFileName() + " has ended on " + until, renew);
    }
    return Duration.between(now, until).compareTo(SOON) < 0
        ? Finding.warning(what, found, renew)
        : Finding.ok(what, found);
  }

  private static X509Certificate read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    } catch (CertificateException e) {
      throw new IOException(file + " is no PEM certificate", e);
    }
  }
}
