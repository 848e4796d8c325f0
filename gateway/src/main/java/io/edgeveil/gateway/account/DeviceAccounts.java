package io.edgeveil.gateway.account;

import io.edgeveil.broker.Account;
import io.edgeveil.broker.Accounts;
import io.edgeveil.broker.Role;
import io.edgeveil.broker.certificate.CertificateId;
import io.edgeveil.broker.certificate.DeviceKeys;
import io.edgeveil.broker.certificate.Issued;
import io.edgeveil.broker.certificate.Subject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * The devices that may connect to the gateway's broker. A change counts at once, whether the
 * gateway runs or not: who is connected on what was taken away is disconnected.
 *
 * <p><b>Guarantee.</b> A device's password is random, its key is made here; they go into files of
 * its bundle (mode 0600) and nowhere else. The gateway keeps a slow hash and the certificate's
 * fingerprint, from which {@link DeviceKeys} derives the device's key for DTLS.
 */
public final class DeviceAccounts {
  /** The file in a device's bundle that holds its credentials. */
  public static final String CREDENTIALS = "credentials.json";

  private final DataFolder data;

  /** The devices of a data folder. */
  public DeviceAccounts(DataFolder data) {
    this.data = data;
  }

  /**
   * Makes an account and writes its credentials: certificate and key, a pre-shared key for DTLS,
   * and a password for a broker on the same machine.
   *
   * @param bundle the device's folder; made if missing
   * @param broker address of the broker as the device will reach it
   * @return the file written
   * @throws IllegalArgumentException if the id is taken or none, or the credentials file exists
   */
  public Path add(String id, Path bundle, String broker) throws IOException {
    requireDeviceName(id);
    Path file = bundle.resolve(CREDENTIALS);
    if (Files.exists(file)) {
      throw new IllegalArgumentException(file + " exists; it is another account's or an older one");
    }
    byte[] password = Accounts.newPassword();
    try {
      Issued issued = issue(id);
      data.accounts().add(id, Role.DEVICE, password, CertificateId.of(issued.certificate()));
      try {
        new IdentityFiles(bundle).write(data.authority(), issued);
        writeCredentials(file, id, password, broker, issued);
      } catch (IOException e) {
        data.accounts().remove(id);
        throw e;
      }
      return file;
    } finally {
      Arrays.fill(password, (byte) 0);
    }
  }

  /**
   * Gives a device another certificate, key and password, and writes its credentials anew.
   *
   * @return the file written
   * @throws IllegalArgumentException if there is no such device
   */
  public Path rotate(String id, Path bundle, String broker) throws IOException {
    requireDevice(id);
    byte[] password = Accounts.newPassword();
    try {
      Path file = bundle.resolve(CREDENTIALS);
      Issued issued = issue(id);
      data.accounts().rotate(id, password, CertificateId.of(issued.certificate()));
      new IdentityFiles(bundle).write(data.authority(), issued);
      writeCredentials(file, id, password, broker, issued);
      return file;
    } finally {
      Arrays.fill(password, (byte) 0);
    }
  }

  private void writeCredentials(Path file, String id, byte[] password, String broker, Issued issued)
      throws IOException {
    byte[] key = data.deviceKeys().keyOf(id, CertificateId.of(issued.certificate()));
    try {
      CredentialsFile.write(file, id, password, broker, key);
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  /**
   * Bars a device.
   *
   * @throws IllegalArgumentException if there is no such device
   */
  public void revoke(String id) throws IOException {
    requireDevice(id);
    data.accounts().revoke(id);
  }

  private Issued issue(String id) throws IOException {
    return data.authority().issueClient(new Subject(id, Role.DEVICE.key()));
  }

  /** All devices that are or were, in the order of their ids. */
  public List<Accounts.Enrolment> enrolments() throws IOException {
    return data.accounts().enrolments().stream()
        .filter(enrolment -> enrolment.account().role() == Role.DEVICE)
        .toList();
  }

  /** The ids of all devices that may connect, in order. */
  public List<String> list() throws IOException {
    return data.accounts().list().stream()
        .filter(account -> account.role() == Role.DEVICE)
        .map(Account::name)
        .toList();
  }

  private static void requireDeviceName(String id) {
    if (id.equals(Viewer.NAME)) {
      throw new IllegalArgumentException("'" + id + "' is the name of the viewer's account");
    }
  }

  private void requireDevice(String id) throws IOException {
    if (!list().contains(id)) {
      throw new IllegalArgumentException("there is no device '" + id + "' in " + data.path());
    }
  }
}
