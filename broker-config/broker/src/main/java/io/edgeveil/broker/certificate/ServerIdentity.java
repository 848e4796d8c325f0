package io.edgeveil.broker.certificate;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Collection;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * What a server of ours shows and whom it trusts: the broker's certificate and key, and the
 * authority. The key shows in no {@link #toString()}.
 */
public final class ServerIdentity {
  private final Issued server;
  private final X509Certificate authority;

  private ServerIdentity(Issued server, X509Certificate authority) {
    this.server = server;
    this.authority = authority;
  }

  /**
   * The one of an authority, made if there is none for these names.
   *
   * @param names host names and addresses beside the loopback ones and this machine's own
   */
  public static ServerIdentity of(CertificateAuthority authority, Collection<String> names)
      throws IOException {
    return new ServerIdentity(
        authority.server(names), Pem.certificate(authority.certificateFile()));
  }

  /** The certificate that it shows. */
  public X509Certificate certificate() {
    return server.certificate();
  }

  /** The live key of that certificate. */
  public PrivateKey key() {
    return server.key();
  }

  /** Who certifies it and its clients. */
  public X509Certificate authority() {
    return authority;
  }

  /** Settings of TLS that show this certificate and trust this authority alone. */
  public SSLContext tls() throws IOException {
    try {
      char[] none = new char[0]; // the store never leaves the memory
      KeyManagerFactory keyManagers =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keyManagers.init(KeyStores.keys(server, none), none);
      TrustManagerFactory trustManagers =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trustManagers.init(KeyStores.trust(authority));
      SSLContext context = SSLContext.getInstance("TLSv1.3");
      context.init(keyManagers.getKeyManagers(), trustManagers.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("cannot set up TLS with the server's certificate", e);
    }
  }

  /** The serial number alone. */
  @Override
  public String toString() {
    return "ServerIdentity[" + server + "]";
  }
}
