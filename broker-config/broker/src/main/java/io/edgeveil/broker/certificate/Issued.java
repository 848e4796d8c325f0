package io.edgeveil.broker.certificate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;

/** A certificate and its key, fresh from the authority. The key shows in no {@link #toString()}. */
public final class Issued {

  private final X509Certificate certificate;
  private final PrivateKey key;

  Issued(X509Certificate certificate, PrivateKey key) {
    this.certificate = certificate;
    this.key = key;
  }

  /** The certificate. */
  public X509Certificate certificate() {
    return certificate;
  }

  PrivateKey key() {
    return key;
  }

  /** Writes both as PEM, the key with mode 0600; files of these names are replaced. */
  public void write(Path certificateFile, Path keyFile) throws IOException {
    byte[] pem = Pem.of(key);
    try {
      PrivateFiles.write(keyFile, pem);
    } finally {
      Arrays.fill(pem, (byte) 0);
    }
    Files.write(certificateFile, Pem.of(certificate));
  }

  /** The serial number alone. */
  @Override
  public String toString() {
    return "Issued[" + certificate.getSerialNumber().toString(16) + "]";
  }
}
