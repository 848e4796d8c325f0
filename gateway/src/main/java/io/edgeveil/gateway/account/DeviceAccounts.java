package io.edgeveil.gateway.account;

import io.edgeveil.broker.Account;
import io.edgeveil.broker.Accounts;
import io.edgeveil.broker.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * The devices that may connect to the gateway's own broker. A change counts from the next
 * connection on, whether the gateway runs or not.
 *
 * <p><b>Guarantee.</b> A device's password is random, goes into its credentials file (mode 0600)
 * and nowhere else; the gateway keeps a slow hash.
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
   * Makes an account and writes its credentials.
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
      data.accounts().add(id, Role.DEVICE, password);
      try {
        CredentialsFile.write(file, id, password, broker);
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
   * Gives a device another password and writes its credentials anew.
   *
   * @return the file written
   * @throws IllegalArgumentException if there is no such device
   */
  public Path rotate(String id, Path bundle, String broker) throws IOException {
    requireDevice(id);
    byte[] password = Accounts.newPassword();
    try {
      Path file = bundle.resolve(CREDENTIALS);
      data.accounts().changePassword(id, password);
      CredentialsFile.write(file, id, password, broker);
      return file;
    } finally {
      Arrays.fill(password, (byte) 0);
    }
  }

  /**
   * Removes a device's account.
   *
   * @throws IllegalArgumentException if there is no such device
   */
  public void revoke(String id) throws IOException {
    requireDevice(id);
    data.accounts().remove(id);
  }

  /** The ids of all devices, in order. */
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
