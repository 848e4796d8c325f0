package io.edgeveil.broker;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.edgeveil.broker.certificate.CertificateAuthority;
import io.edgeveil.broker.certificate.CertificateId;
import io.edgeveil.broker.certificate.Issued;
import io.edgeveil.broker.certificate.Subject;
import io.edgeveil.broker.client.BrokerAddress;
import io.edgeveil.broker.client.BrokerConnection;
import io.edgeveil.broker.client.BrokerException;
import io.edgeveil.broker.client.BrokerListener;
import io.edgeveil.broker.client.ConnectionSettings;
import io.edgeveil.broker.client.Credentials;
import io.edgeveil.broker.client.TlsIdentity;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;

/**
 * An embedded broker on free ports; each account's password is its name with {@code -secret} after
 * it.
 */
final class TestBroker implements AutoCloseable {

  final Accounts accounts;
  final EmbeddedBroker broker;

  private TestBroker(Accounts accounts, EmbeddedBroker broker) {
    this.accounts = accounts;
    this.broker = broker;
  }

  /** With the devices cam-1 and cam-2, the gateway gw and the viewer ann. */
  static TestBroker start(BrokerSettings settings) throws Exception {
    Accounts accounts = Accounts.at(settings.folder().resolve("accounts"));
    accounts.addTransient("cam-1", Role.DEVICE, secret("cam-1"));
    accounts.addTransient("cam-2", Role.DEVICE, secret("cam-2"));
    accounts.addTransient("gw", Role.GATEWAY, secret("gw"));
    accounts.addTransient("ann", Role.VIEWER, secret("ann"));
    return new TestBroker(accounts, EmbeddedBroker.start(settings, accounts));
  }

  /** With TLS, too, and accounts in a file, each with a password and a certificate. */
  static TestBroker startWithTls(Path folder, DeviceQuota quota) throws Exception {
    Accounts accounts = Accounts.at(folder.resolve("accounts"));
    CertificateAuthority authority = CertificateAuthority.in(folder.resolve("authority"));
    BrokerSettings settings =
        BrokerSettings.in(folder)
            .withPorts(0, 0)
            .withDeviceQuota(quota)
            .withTls(new TlsListener(InetAddress.getLoopbackAddress(), 0, authority, List.of()));
    return new TestBroker(accounts, EmbeddedBroker.start(settings, accounts));
  }

  BrokerAddress tlsAddress() {
    return BrokerAddress.tls("localhost", broker.tlsPort().orElseThrow());
  }

  /** Writes a new certificate and its key for somebody into {@code certificates/<file>}. */
  static Issued issue(Path folder, String file, Subject subject) throws IOException {
    Issued issued = CertificateAuthority.in(folder.resolve("authority")).issueClient(subject);
    java.nio.file.Files.createDirectories(folder.resolve("certificates"));
    issued.write(certificate(folder, file), key(folder, file));
    return issued;
  }

  /** Makes an account with a password and a certificate. */
  static void enrol(Path folder, Accounts accounts, String name, Role role) throws IOException {
    Issued issued = issue(folder, name, new Subject(name, role.key()));
    accounts.add(name, role, secret(name), CertificateId.of(issued.certificate()));
  }

  /** The certificate that was issued into a file, trusting the authority of the folder. */
  static TlsIdentity identity(Path folder, String file) throws IOException {
    return TlsIdentity.read(
        CertificateAuthority.in(folder.resolve("authority")).certificateFile(),
        certificate(folder, file),
        key(folder, file));
  }

  private static Path certificate(Path folder, String file) {
    return folder.resolve("certificates").resolve(file + ".pem");
  }

  private static Path key(Path folder, String file) {
    return folder.resolve("certificates").resolve(file + ".key.pem");
  }

  static TestBroker start(Path folder) throws Exception {
    return start(BrokerSettings.in(folder).withPorts(0, 0).withMaxPacketBytes(8 << 20));
  }

  static byte[] secret(String user) {
    return (user + "-secret").getBytes(UTF_8);
  }

  BrokerAddress address() {
    return new BrokerAddress("127.0.0.1", broker.tcpPort());
  }

  ConnectionSettings settings(String user) {
    return settings(user, address());
  }

  static ConnectionSettings settings(String user, BrokerAddress address) {
    return ConnectionSettings.to(address, user).withCredentials(Credentials.of(user, secret(user)));
  }

  BrokerConnection connect(String user, BrokerListener listener)
      throws BrokerException, InterruptedException {
    return BrokerConnection.open(settings(user), listener);
  }

  @Override
  public void close() {
    broker.close();
  }
}
