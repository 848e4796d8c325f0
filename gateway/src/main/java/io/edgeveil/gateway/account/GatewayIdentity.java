package io.edgeveil.gateway.account;

import io.edgeveil.broker.Accounts;
import io.edgeveil.broker.Accounts.Enrolment;
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

  /** The certificate of a gateway that counts; empty if it has none. */
  public static Optional<CertificateId> certificate(DataFolder data, String name)
      throws IOException {
    return enrolment(data, name).flatMap(Enrolment::certificate);
  }

  /**
   * The certificate and key of a gateway, made unless the folder holds those that count.
   *
   * @param name the gateway's id
   * @param rotate whether they are made in any case, and those that count until now revoked
   * @throws IOException if files cannot be written, another kind of account has the name, or new
   *     ones are needed and would revoke others unasked
   */
  public static IdentityFiles in(DataFolder data, String name, Path folder, boolean rotate)
      throws IOException {
    IdentityFiles files = new IdentityFiles(folder);
    Accounts accounts = data.accounts();
    Optional<Enrolment> known = enrolment(data, name);
    if (known.isPresent() && known.get().account().role() != Role.GATEWAY) {
      throw new IOException(
          "the account '"
              + name
              + "' in "
              + data.path()
              + " belongs to a "
              + known.get().account().role());
    }
    Optional<CertificateId> present = known.flatMap(Enrolment::certificate);
    if (present.isPresent() && !rotate) {
      requireSame(present.get(), name, files);
      return files;
    }
    Issued issued = data.authority().issueClient(new Subject(name, Role.GATEWAY.key()));
    CertificateId id = CertificateId.of(issued.certificate());
    if (known.isPresent()) {
      accounts.rotate(name, new byte[0], id);
    } else {
      accounts.add(name, Role.GATEWAY, new byte[0], id);
    }
    files.write(data.authority(), issued);
    return files;
  }

  private static Optional<Enrolment> enrolment(DataFolder data, String name) throws IOException {
    return data.accounts().enrolments().stream()
        .filter(enrolment -> enrolment.account().name().equals(name) && !enrolment.revoked())
        .findFirst();
  }

  private static void requireSame(CertificateId present, String name, IdentityFiles files)
      throws IOException {
    boolean complete = Files.exists(files.certificate()) && Files.exists(files.key());
    if (complete && CertificateId.of(files.certificate()).equals(present)) {
      return;
    }
    throw new IOException(
        (complete
                ? "the certificate in " + files.folder() + " does not count any more; the one that"
                : "the certificate that")
            + " counts for "
            + name
            + ", serial "
            + present.serial()
            + ", is in another folder: copy it to "
            + files.folder()
            + ", name another gateway with --name, or make a new one with --rotate, which revokes"
            + " that one");
  }
}
