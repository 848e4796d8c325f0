package io.edgeveil.sensor.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgeveil.sensor.system.WholeSystem.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sensor's own command line over TLS, with nothing but the files of its bundle. */
class SecureSensorIT {
  @TempDir Path home;

  private static void assertOneLine(Outcome outcome, String... words) {
    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).hasSize(1);
    assertThat(outcome.err().get(0)).contains(words).doesNotContain("PRIVATE KEY");
  }

  @Test
  void classifiesOverTlsAndRefusesWhatItCannotTrust() throws Exception {
    try (WholeSystem system = new WholeSystem(home)) {
      system.importDigits(system.models(), "1", 8);
      Path bundle = system.makePads(system.model(), WholeSystem.DEVICE, 5);
      String address = system.startGatewayWithTls();
      system.enrol(bundle);
      String digit = WholeSystem.digits().get(0).toString();

      Outcome done = WholeSystem.infer(bundle, "--gateway", address, digit);
      assertThat(done.exitCode()).as("%s", done.err()).isZero();
      assertThat(done.out().get(0)).contains("\"label\":\"7\"");

      String port = address.substring(address.lastIndexOf(':'));
      assertOneLine(
          WholeSystem.infer(bundle, "--gateway", "tcp://192.0.2.1:1883", digit),
          "reads the password",
          "--insecure-plaintext");
      // 127.0.0.2 is this machine, too, and stands in no certificate.
      assertOneLine(
          WholeSystem.infer(bundle, "--gateway", "mqtts://127.0.0.2" + port, digit), "127.0.0.2");

      Path key = bundle.resolve("key.pem");
      Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
      assertOneLine(WholeSystem.infer(bundle, "--gateway", address, digit), "chmod 600");
      Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));

      Path authority = bundle.resolve("ca.pem");
      List<String> ours = Files.readAllLines(authority);
      Files.delete(authority);
      assertOneLine(WholeSystem.infer(bundle, "--gateway", address, digit), "no ca.pem");
      // A certificate that is no authority's here: the device trusts nobody but its own.
      Files.copy(bundle.resolve("certificate.pem"), authority);
      assertOneLine(
          WholeSystem.infer(bundle, "--gateway", address, digit), "not of the authority in ca.pem");
      Files.write(authority, ours);
      Outcome again = WholeSystem.infer(bundle, "--gateway", address, digit);
      assertThat(again.exitCode()).as("%s", again.err()).isZero();
    }
  }
}
