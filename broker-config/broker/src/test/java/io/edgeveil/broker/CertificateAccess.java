package io.edgeveil.broker;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.edgeveil.broker.client.BrokerAddress;
import io.edgeveil.broker.client.ConnectionSettings;
import io.edgeveil.broker.client.Credentials;
import io.edgeveil.broker.client.TlsIdentity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** How the identities of the table connect over TLS. */
final class CertificateAccess {

  private CertificateAccess() {}

  static ConnectionSettings settings(Path folder, BrokerAddress address, String identity)
      throws Exception {
    String user = identity.equals("wrong-authority") ? "cam-1" : identity;
    ConnectionSettings bare =
        ConnectionSettings.to(address, user).withTimeout(Duration.ofSeconds(20));
    return switch (identity) {
      case "anonymous", "no-certificate" ->
          bare.withIdentity(withoutCertificate(folder))
              .withCredentials(Credentials.of("cam-1", TestBroker.secret("cam-1")));
      case "other-user-name" ->
          bare.withIdentity(TestBroker.identity(folder, "cam-1"))
              .withCredentials(Credentials.of("gw", "x".getBytes(UTF_8)));
      default -> bare.withIdentity(TestBroker.identity(folder, identity));
    };
  }

  /**
   * A client with a certificate that it will not show, since its issuer is none that the server
   * names as acceptable.
   */
  private static TlsIdentity withoutCertificate(Path folder) throws Exception {
    Path chain = folder.resolve("certificates/unshown.pem");
    Path key = folder.resolve("certificates/unshown.key.pem");
    if (!Files.exists(chain)) {
      io.edgeveil.broker.certificate.CertificateAuthority.in(folder.resolve("third-authority"))
          .issueClient(new io.edgeveil.broker.certificate.Subject("cam-1", "device"))
          .write(chain, key);
    }
    return TlsIdentity.read(folder.resolve("authority/ca.pem"), chain, key);
  }
}
