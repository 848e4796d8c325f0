package io.edgeveil.gateway.account;

import io.edgeveil.broker.certificate.CertificateAuthority;
import io.edgeveil.broker.certificate.Issued;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * What a client needs for TLS, in one folder: the certificate of the authority it trusts, its own,
 * and its key (0600).
 *
 * @param folder made if missing
 */
public record IdentityFiles(Path folder) {

  /** The authority's certificate. */
  public Path authority() {
    return folder.resolve("ca.pem");
  }

  /** The client's certificate. */
  public Path certificate() {
    return folder.resolve("certificate.pem");
  }

  /** The client's key. */
  public Path key() {
    return folder.resolve("key.pem");
  }

  /** Writes all three; those that are there are replaced. */
  void write(CertificateAuthority authority, Issued issued) throws IOException {
    Files.createDirectories(folder);
    Files.copy(authority.certificateFile(), authority(), StandardCopyOption.REPLACE_EXISTING);
    issued.write(certificate(), key()); // the key last: where it is, all three are
  }
}
