package io.edgeveil.broker.certificate;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Optional;

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

  /**
   * What {@link #write} has written; empty if it did not get to the end.
   *
   * @throws IOException if a file is whole and cannot be read, or others can read the key
   */
  static Optional<Issued> read(Path certificateFile, Path keyFile) throws IOException {
    if (!Pem.isWhole(certificateFile) || !Pem.isWhole(keyFile)) {
      return Optional.empty();
    }
    Issued found = new Issued(Pem.certificate(certificateFile), Pem.key(keyFile));
    return found.isPair() ? Optional.of(found) : Optional.empty();
  }

  private boolean isPair() {
    try {
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(key);
      byte[] signed = signature.sign();
      signature.initVerify(certificate.getPublicKey());
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return false; // not for this kind of key
    }
  }

  /**
   * Writes both as PEM, the key with mode 0600; files of these names are replaced, each as a whole
   * and the key last: where it is new, the certificate is.
   */
  public void write(Path certificateFile, Path keyFile) throws IOException {
    PrivateFiles.writeOpenly(certificateFile, Pem.of(certificate));
    byte[] pem = Pem.of(key);
    try {
      PrivateFiles.write(keyFile, pem);
    } finally {
      Arrays.fill(pem, (byte) 0);
    }
  }

  /** The serial number alone. */
  @Override
  public String toString() {
    return "Issued[" + certificate.getSerialNumber().toString(16) + "]";
  }
}
