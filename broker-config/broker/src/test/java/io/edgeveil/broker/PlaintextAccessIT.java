package io.edgeveil.broker;

import io.edgeveil.broker.client.ConnectionSettings;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The table over loopback without TLS: names and passwords. */
class PlaintextAccessIT extends AccessContract {

  @TempDir static Path folder;
  private static TestBroker broker;

  @BeforeAll
  static void start() throws Exception {
    Accounts unused = enrolAll(folder);
    broker = TestBroker.startWithTls(folder, DeviceQuota.STANDARD);
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @Override
  ConnectionSettings settings(String identity) {
    return identity.equals("anonymous")
        ? ConnectionSettings.to(broker.address(), "cam-1")
        : broker.settings(identity);
  }

  @Override
  String outcome(String plain, String tls, String mosquitto) {
    return plain;
  }
}
