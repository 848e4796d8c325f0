package io.edgeveil.broker;

import io.edgeveil.broker.client.ConnectionSettings;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The table over TLS 1.3: certificates alone. */
class TlsAccessIT extends AccessContract {

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
  ConnectionSettings settings(String identity) throws Exception {
    return CertificateAccess.settings(folder, broker.tlsAddress(), identity);
  }

  @Override
  String outcome(String plain, String tls, String mosquitto) {
    return tls;
  }
}
