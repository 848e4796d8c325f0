package io.edgeveil.sensor.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.edgeveil.core.json.Json;
import io.edgeveil.pads.store.DeviceBundle;
import io.edgeveil.sensor.system.WholeSystem.Outcome;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the sensor's doctor finds beside a gateway that runs, and what it leaves alone. */
class DoctorIT {
  @TempDir Path home;

  private static void assertFinds(Outcome outcome, String verdict, String what, String... words)
      throws Exception {
    assertThat(outcome.err()).isEmpty();
    for (String line : outcome.out()) {
      JsonNode finding = Json.read(line.getBytes(StandardCharsets.UTF_8), JsonNode.class);
      if (finding.get("what").asText().equals(what)
          && finding.get("verdict").asText().equals(verdict)) {
        assertThat(List.of(words)).allMatch(line::contains);
        assertThat(outcome.exitCode()).isEqualTo(verdict.equals("failed") ? 1 : outcome.exitCode());
        return;
      }
    }
    throw new AssertionError("no " + verdict + " " + what + " in " + outcome.out());
  }

  private static Outcome doctor(Path bundle, String... more) {
    String[] args = new String[more.length + 4];
    System.arraycopy(
        new String[] {"doctor", "--bundle", bundle.toString(), "--json"}, 0, args, 0, 4);
    System.arraycopy(more, 0, args, 4, more.length);
    return WholeSystem.sensor(args);
  }

  @Test
  void everyFaultIsFoundAndNoPadIsSpent() throws Exception {
    try (WholeSystem system = new WholeSystem(home)) {
      system.importDigits(system.models(), "1", 8);
      Path bundle = system.makePads(system.model(), WholeSystem.DEVICE, 5);
      assertFinds(doctor(bundle), "failed", "account", "edgeveil-gateway device add");

      String address = system.startGatewayWithTls();
      system.enrol(bundle);
      Outcome well = doctor(bundle, "--gateway", address);
      assertThat(well.exitCode()).as("%s", well.out()).isZero();
      for (String what :
          new String[] {
            "java",
            "clock",
            "folder",
            "bundle",
            "files",
            "pads",
            "checks",
            "certificate",
            "name",
            "port",
            "gateway"
          }) {
        assertFinds(well, "ok", what);
      }
      assertThat(DeviceBundle.open(bundle).padsLeft()).isEqualTo(5);
      assertThat(String.join("", well.out()))
          .doesNotContain("PRIVATE")
          .doesNotContain(password(bundle));

      // A certificate that is no authority's here: the device trusts nobody but its own.
      Path authority = bundle.resolve("ca.pem");
      byte[] ours = Files.readAllBytes(authority);
      Files.copy(bundle.resolve("certificate.pem"), authority, StandardCopyOption.REPLACE_EXISTING);
      assertFinds(
          doctor(bundle, "--gateway", address), "failed", "gateway", "not of the authority");
      Files.write(authority, ours);
      assertFinds(doctor(bundle, "--gateway", "mqtts://localhost:1"), "failed", "port", "refused");
      assertFinds(
          doctor(bundle, "--gateway", "mqtts://nowhere.invalid"), "failed", "name", "nowhere");

      Path key = bundle.resolve("key.pem");
      Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
      assertFinds(doctor(bundle, "--gateway", address), "failed", "files", "key.pem");
      Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
      assertFinds(doctor(home.resolve("none")), "failed", "bundle", "device.json is missing");

      String digit = WholeSystem.digits().get(0).toString();
      assertFinds(
          doctor(bundle, "--gateway", address, "--fake-camera", digit), "ok", "camera", "28x28");
      assertFinds(
          doctor(bundle, "--gateway", address, "--camera", "false {}"),
          "failed",
          "camera",
          "false");

      Outcome people = WholeSystem.sensor("doctor", "--bundle", bundle.toString());
      assertThat(people.out()).allMatch(line -> line.matches("(ok|warning|failed) +[a-z]+ .*"));
    }
  }

  private static String password(Path bundle) throws Exception {
    return Json.read(Files.readAllBytes(bundle.resolve("credentials.json")), JsonNode.class)
        .get("password")
        .asText();
  }
}
