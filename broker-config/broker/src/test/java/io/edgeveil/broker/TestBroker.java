package io.edgeveil.broker;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.edgeveil.broker.client.BrokerAddress;
import io.edgeveil.broker.client.BrokerConnection;
import io.edgeveil.broker.client.BrokerException;
import io.edgeveil.broker.client.BrokerListener;
import io.edgeveil.broker.client.ConnectionSettings;
import io.edgeveil.broker.client.Credentials;
import java.nio.file.Path;

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

  static TestBroker start(Path folder) throws Exception {
    return start(BrokerSettings.in(folder).withPorts(0, 0));
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
