package io.edgeveil.broker.certificate;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.HexFormat;

/**
 * A broker's certificates in the form Java programs read: two PKCS #12 files of mode 0600 under a
 * password made for them.
 *
 * @param keyFile the broker's certificate and key
 * @param trustFile the authority's certificate
 * @param password of both; as secret as the files, since who reads it can open them
 */
public record KeyStores(Path keyFile, Path trustFile, String password) {

  private static final String TYPE = "PKCS12";

  /** Writes them into a folder, in place of those that were there. */
  public static KeyStores write(Path folder, CertificateAuthority authority, Issued server)
      throws IOException {
    byte[] random = new byte[24];
    new SecureRandom().nextBytes(random);
    String password = HexFormat.of().formatHex(random);
    KeyStores stores =
        new KeyStores(folder.resolve("server.p12"), folder.resolve("clients.p12"), password);
    X509Certificate trusted = Pem.certificate(authority.certificateFile());
    try {
      stores.save(keys(server, password.toCharArray()), stores.keyFile);
      stores.save(trust(trusted), stores.trustFile);
      return stores;
    } catch (GeneralSecurityException e) {
      throw new IOException("cannot write key stores into " + folder, e);
    }
  }

  /** A certificate and its key alone, in memory. */
  static KeyStore keys(Issued server, char[] password)
      throws IOException, GeneralSecurityException {
    KeyStore keys = KeyStore.getInstance(TYPE);
    keys.load(null, null);
    keys.setKeyEntry(
        "broker", server.key(), password, new X509Certificate[] {server.certificate()});
    return keys;
  }

  /** A certificate to be trusted, and no other, in memory. */
  static KeyStore trust(X509Certificate trusted) throws IOException, GeneralSecurityException {
    KeyStore trust = KeyStore.getInstance(TYPE);
    trust.load(null, null);
    trust.setCertificateEntry("authority", trusted);
    return trust;
  }

  private void save(KeyStore store, Path file) throws IOException, GeneralSecurityException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    store.store(bytes, password.toCharArray());
    PrivateFiles.write(file, bytes.toByteArray());
  }

  /** Without the password. */
  @Override
  public String toString() {
    return "KeyStores[" + keyFile + ", " + trustFile + "]";
  }
}
