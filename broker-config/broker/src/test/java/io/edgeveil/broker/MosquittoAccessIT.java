package io.edgeveil.broker;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.edgeveil.broker.client.BrokerAddress;
import io.edgeveil.broker.client.ConnectionSettings;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/**
 * The table at a Mosquitto that runs from the files written for it; skipped where there is none.
 */
class MosquittoAccessIT extends AccessContract {

  @TempDir static Path folder;
  private static RunningMosquitto mosquitto;

  @BeforeAll
  static void start() throws Exception {
    boolean installed = RunningMosquitto.isInstalled();
    if (!installed) {
      System.out.println("SKIPPED: mosquitto is not installed, the table is not put to it");
    }
    assumeTrue(installed, "mosquitto is not installed");
    mosquitto = RunningMosquitto.start(folder, enrolAll(folder));
  }

  @AfterAll
  static void stop() throws Exception {
    if (mosquitto != null) {
      mosquitto.close();
    }
  }

  @Override
  ConnectionSettings settings(String identity) throws Exception {
    return CertificateAccess.settings(
        folder, BrokerAddress.tls("localhost", mosquitto.port()), identity);
  }

  @Override
  String outcome(String plain, String tls, String answer) {
    return answer;
  }
}
