package io.edgeveil.gateway.account;

import io.edgeveil.broker.Account;
import io.edgeveil.broker.Accounts;
import io.edgeveil.broker.Role;
import io.edgeveil.broker.certificate.CertificateId;
import io.edgeveil.broker.certificate.Issued;
import io.edgeveil.broker.certificate.Subject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The certificate of a gateway whose broker runs elsewhere. */
public final class GatewayIdentity {
  private GatewayIdentity() {}

  /**
   * The certificate and key of a gateway, made unless the folder holds those that count.
   *
   * @param name the gateway's id
   * @throws IOException if files cannot be written, or another kind of account has the name
   */
  public static IdentityFiles in(DataFolder data, String name, Path folder) throws IOException {
    IdentityFiles files = new IdentityFiles(folder);
    Accounts accounts = data.accounts();
    Optional<Account> account =
        accounts.list().stream().filter(other -> other.name().equals(name)).findFirst();
    if (account.isPresent() && account.get().role() != Role.GATEWAY) {
      throw new IOException(
          "the account '" + name + "' in " + data.path() + " belongs to a " + account.get().role());
    }
    if (account.isPresent() && Files.exists(files.key())) {
      return files;
    }
    Issued issued = data.authority().issueClient(new Subject(name, Role.GATEWAY.key()));
    CertificateId id = CertificateId.of(issued.certificate());
    if (account.isPresent()) {
      accounts.rotate(name, new byte[0], id);
    } else {
      accounts.add(name, Role.GATEWAY, new byte[0], id);
    }
    files.write(data.authority(), issued);
    return files;
  }
}
