package io.edgeveil.broker.client;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.Set;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/**
 * Who we are and whom we trust, for TLS 1.3: our certificate and its key, and the one authority
 * whose certificates we accept.
 *
 * <p><b>Guarantee:</b> a connection made with it is encrypted, and its peer holds a key that the
 * named authority, and no other that the machine may trust, has certified for the host we meant.
 * The key comes from a file that only its owner can read, and shows in no message and no {@link
 * #toString()}; it stays in the memory of the process.
 */
public final class TlsIdentity {

  private static final String PROTOCOL = "TLSv1.3";
  private static final String KEY_BEGIN = "-----BEGIN PRIVATE KEY-----";
  private static final String KEY_END = "-----END PRIVATE KEY-----";
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rwx------");

  private final String subject;
  private final SSLContext context;

  private TlsIdentity(String subject, SSLContext context) {
    this.subject = subject;
    this.context = context;
  }

  /**
   * Reads an identity from PEM files.
   *
   * @param authority the certificates trusted, one or more
   * @param certificate ours, then those between it and the authority, if any
   * @param key ours, PKCS#8, EC or RSA, not encrypted, mode 0600
   * @throws IOException if a file is missing or is not what it should be, or others can read the
   *     key; never quoting the key
   */
  public static TlsIdentity read(Path authority, Path certificate, Path key) throws IOException {
    X509Certificate[] chain = certificates(certificate);
    requireOwnerOnly(key);
    byte[] pem = Files.readAllBytes(key);
    try {
      return of(certificates(authority), chain, privateKey(key, pem, chain[0]));
    } finally {
      Arrays.fill(pem, (byte) 0);
    }
  }

  private static TlsIdentity of(
      X509Certificate[] authorities, X509Certificate[] chain, PrivateKey key) throws IOException {
    try {
      KeyStore trusted = emptyStore();
      for (int i = 0; i < authorities.length; i++) {
        trusted.setCertificateEntry("authority-" + i, authorities[i]);
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      KeyStore own = emptyStore();
      char[] none = new char[0]; // the store never leaves the memory
      own.setKeyEntry("own", key, none, chain);
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(own, none);
      SSLContext context = SSLContext.getInstance(PROTOCOL);
      context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
      return new TlsIdentity(chain[0].getSubjectX500Principal().getName(), context);
    } catch (GeneralSecurityException e) {
      throw new IOException("cannot use the certificate and its key: " + e.getMessage(), e);
    }
  }

  private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private static X509Certificate[] certificates(Path file) throws IOException {
    try {
      Collection<? extends Certificate> all =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(file)));
      if (all.isEmpty()) {
        throw new IOException("no certificate in " + file);
      }
      return all.toArray(X509Certificate[]::new);
    } catch (GeneralSecurityException e) {
      throw new IOException(file + " is not a file of PEM certificates", e);
    }
  }

  private static PrivateKey privateKey(Path file, byte[] pem, X509Certificate certificate)
      throws IOException {
    String text = new String(pem, java.nio.charset.StandardCharsets.US_ASCII);
    int begin = text.indexOf(KEY_BEGIN);
    int end = text.indexOf(KEY_END);
    if (begin < 0 || end < begin) {
      throw new IOException("no PKCS#8 private key in " + file);
    }
    byte[] der = null;
    try {
      der = Base64.getMimeDecoder().decode(text.substring(begin + KEY_BEGIN.length(), end));
      return KeyFactory.getInstance(certificate.getPublicKey().getAlgorithm())
          .generatePrivate(new PKCS8EncodedKeySpec(der));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      // Without the cause, which could quote the key.
      throw new IOException("the key in " + file + " cannot be read, or is not the certificate's");
    } finally {
      if (der != null) {
        Arrays.fill(der, (byte) 0);
      }
    }
  }

  private static void requireOwnerOnly(Path file) throws IOException {
    if (Files.getFileAttributeView(file, PosixFileAttributeView.class) != null
        && !OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file))) {
      throw new IOException(file + " can be read by others; make it private: chmod 600 " + file);
    }
  }

  /**
   * Our key, our certificate and whom we trust, for TLS that carries something else than MQTT.
   * Whoever uses it sees to it that the host is verified.
   */
  public SSLContext context() {
    return context;
  }

  /** A socket over a connected one, its handshake still to come; closing it closes both. */
  SSLSocket secure(Socket connected, String host, int port) throws IOException {
    SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket(connected, host, port, true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setProtocols(new String[] {PROTOCOL});
    parameters.setEndpointIdentificationAlgorithm(
        "HTTPS"); // the rules of RFC 2818, for any protocol
    socket.setSSLParameters(parameters);
    return socket;
  }

  /** The subject of our certificate; nothing of its key. */
  @Override
  public String toString() {
    return "certificate " + subject;
  }
}
