package io.edgeveil.gateway.account;

import io.edgeveil.broker.Account;
import io.edgeveil.broker.Accounts;
import io.edgeveil.broker.Role;
import io.edgeveil.broker.certificate.CertificateId;
import io.edgeveil.broker.certificate.Issued;
import io.edgeveil.broker.certificate.Subject;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Optional;

/**
 * The account that people watch with: it reads status, sees no tensor and publishes nothing. Its
 * password is kept in the data folder so that it can be shown again, and is not part of {@link
 * #toString}.
 */
public final class Viewer {
  /** Its user name. */
  public static final String NAME = "viewer";

  private final String password;
  private final boolean isNew;

  private Viewer(String password, boolean isNew) {
    this.password = password;
    this.isNew = isNew;
  }

  /**
   * The viewer of a data folder, made if there is none.
   *
   * @param broker address noted beside the password
   * @throws IOException if files cannot be written, or another account has the name
   */
  public static Viewer in(DataFolder data, String broker) throws IOException {
    Accounts accounts = data.accounts();
    Optional<Account> account =
        accounts.list().stream().filter(other -> other.name().equals(NAME)).findFirst();
    if (account.isPresent() && account.get().role() != Role.VIEWER) {
      throw new IOException(
          "the account '" + NAME + "' in " + data.path() + " belongs to a " + account.get().role());
    }
    boolean complete =
        Files.exists(data.viewerFile())
            && Files.exists(new IdentityFiles(data.viewerFolder()).key());
    if (account.isPresent() && complete) {
      return new Viewer(CredentialsFile.password(data.viewerFile()), false);
    }
    byte[] password = Accounts.newPassword();
    try {
      Issued issued = data.authority().issueClient(new Subject(NAME, Role.VIEWER.key()));
      CertificateId id = CertificateId.of(issued.certificate());
      if (account.isPresent()) {
        accounts.rotate(NAME, password, id);
      } else {
        accounts.add(NAME, Role.VIEWER, password, id);
      }
      new IdentityFiles(data.viewerFolder()).write(data.authority(), issued);
      CredentialsFile.write(data.viewerFile(), NAME, password, broker);
      return new Viewer(CredentialsFile.password(data.viewerFile()), true);
    } finally {
      Arrays.fill(password, (byte) 0);
    }
  }

  /** To be shown to whoever runs the gateway. */
  public String password() {
    return password;
  }

  /** Whether it was made just now. */
  public boolean isNew() {
    return isNew;
  }

  @Override
  public String toString() {
    return "Viewer[" + NAME + "]";
  }
}
