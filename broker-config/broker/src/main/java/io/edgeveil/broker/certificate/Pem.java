package io.edgeveil.broker.certificate;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;

/** Certificates and keys as text between dashes (RFC 7468). */
final class Pem {

  private static final String CERTIFICATE = "CERTIFICATE";
  private static final String PRIVATE_KEY = "PRIVATE KEY";

  private Pem() {}

  static byte[] of(X509Certificate certificate) {
    try {
      return encode(CERTIFICATE, certificate.getEncoded());
    } catch (CertificateEncodingException e) {
      throw new AssertionError("a certificate that was parsed can be encoded", e);
    }
  }

  /** PKCS#8, not encrypted; to be overwritten by the caller. */
  static byte[] of(PrivateKey key) {
    byte[] der = key.getEncoded();
    try {
      return encode(PRIVATE_KEY, der);
    } finally {
      Arrays.fill(der, (byte) 0);
    }
  }

  static byte[] encode(String label, byte[] der) {
    byte[] base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encode(der);
    byte[] begin = ("-----BEGIN " + label + "-----\n").getBytes(US_ASCII);
    byte[] end = ("\n-----END " + label + "-----\n").getBytes(US_ASCII);
    byte[] pem = Arrays.copyOf(begin, begin.length + base64.length + end.length);
    System.arraycopy(base64, 0, pem, begin.length, base64.length);
    System.arraycopy(end, 0, pem, begin.length + base64.length, end.length);
    Arrays.fill(base64, (byte) 0);
    return pem;
  }

  /** Whether a file is there to its last line. */
  static boolean isWhole(Path file) throws IOException {
    if (!Files.exists(file)) {
      return false;
    }
    byte[] pem = Files.readAllBytes(file);
    int last = pem.length - 1;
    boolean whole = last > 0 && pem[last] == '\n' && pem[last - 1] == '-';
    Arrays.fill(pem, (byte) 0);
    return whole;
  }

  static X509Certificate certificate(Path file) throws IOException {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(Files.readAllBytes(file)));
    } catch (GeneralSecurityException e) {
      throw new IOException(file + " is not a PEM certificate", e);
    }
  }

  /** An EC key from a file of mode 0600; no exception quotes it. */
  static PrivateKey key(Path file) throws IOException {
    byte[] pem = PrivateFiles.read(file);
    byte[] der = new byte[0];
    try {
      String text = new String(pem, US_ASCII);
      String begin = "-----BEGIN " + PRIVATE_KEY + "-----";
      int from = text.indexOf(begin);
      int to = text.indexOf("-----END " + PRIVATE_KEY + "-----");
      if (from < 0 || to < from) {
        throw new IOException("no PKCS#8 private key in " + file);
      }
      der = Base64.getMimeDecoder().decode(text.substring(from + begin.length(), to));
      return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IOException("the key in " + file + " cannot be read"); // the cause could quote it
    } finally {
      Arrays.fill(pem, (byte) 0);
      Arrays.fill(der, (byte) 0);
    }
  }
}
