package io.edgeveil.sensor.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgeveil.pads.store.DeviceBundle;
import io.edgeveil.sensor.system.WholeSystem.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each wrong input gets one line and its exit code, and the next right one works. */
class BadInputIT {
  @TempDir static Path home;
  private static WholeSystem system;
  private static Path bundle;
  private static String digit;

  @BeforeAll
  static void start() throws Exception {
    system = new WholeSystem(home);
    system.importDigits(system.models(), "1", 8);
    bundle = system.makePads(system.model(), "porch-cam", 60);
    system.startGateway();
    system.enrol(bundle);
    digit = WholeSystem.digits().get(0).toString();
  }

  @AfterAll
  static void stop() {
    system.close();
  }

  @AfterEach
  void theNextRequestWorks() {
    Outcome outcome = WholeSystem.infer(bundle, digit);
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.out())
        .singleElement()
        .asString()
        .startsWith("{\"image\":\"" + digit + "\",\"label\":\"7\",\"score\":0.99")
        .contains("\"latency_ms\":", "\"sent_bytes\":", "\"received_bytes\":", "\"pad_index\":")
        .contains("\"sensor_ms\":", "\"wire_ms\":", "\"gateway_ms\":", "\"round_trips\":5");
  }

  @Test
  void aFileThatIsNoPictureSpendsNoPadAndTheOthersAreClassified() throws Exception {
    Path text = Files.writeString(home.resolve("notes.png"), "no picture");
    long before = DeviceBundle.open(bundle).padsLeft();
    Outcome outcome = WholeSystem.infer(bundle, text.toString(), "missing.png");
    requireLines(outcome, 1, text + " is no PNG or JPEG picture", "no file missing.png");
    assertThat(outcome.out()).isEmpty();
    assertThat(DeviceBundle.open(bundle).padsLeft()).isEqualTo(before);
    Outcome mixed = WholeSystem.infer(bundle, text.toString(), digit);
    requireLines(mixed, 1, text + " is no PNG or JPEG picture");
    assertThat(mixed.out()).hasSize(1);
  }

  @Test
  void wrongUsage() {
    requireLines(WholeSystem.sensor(), 2, "Missing required subcommand");
    requireLines(WholeSystem.sensor("infer", digit), 2, "Missing required option: '--bundle=DIR'");
    requireLines(WholeSystem.infer(bundle), 2, "Missing required parameter: 'IMAGE'");
    requireLines(WholeSystem.infer(bundle, "--top", "0", digit), 2, "--top must be at least 1");
    requireLines(WholeSystem.infer(bundle, "--gateway", "here", digit), 2, "tcp://host:port");
    requireLines(WholeSystem.sensor("inver"), 2, "unknown command; did you mean infer?");
    for (String[] help : new String[][] {{"--help"}, {"infer", "--help"}, {"status", "-h"}}) {
      Outcome outcome = WholeSystem.sensor(help);
      assertThat(outcome.exitCode()).isZero();
      assertThat(outcome.err()).isEmpty();
      assertThat(outcome.out().get(0)).startsWith("Usage: edgeveil-sensor");
    }
  }

  @Test
  void noPadsLeft() throws Exception {
    Path one = enrolled(system.makePads(system.model(), "one-pad", 1));
    Outcome outcome = WholeSystem.infer(one, digit, digit);
    assertThat(outcome.out()).hasSize(1);
    requireLines(
        outcome,
        1,
        "no pads left: all 1 made for device porch-cam are used; make more where the model is with:"
            + " edgeveil-model pads ");
    requireLines(WholeSystem.infer(one, digit), 1, "no pads left");
    assertThat(status(one)).contains("\"pads_made\":1,\"pads_used\":1,\"pads_left\":0,");
  }

  @Test
  void noBroker() throws Exception {
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    requireLines(
        WholeSystem.infer(bundle, "--gateway", "tcp://127.0.0.1:" + free, digit),
        1,
        "no broker at tcp://127.0.0.1:" + free + ": is it running there? (Connection refused)");
  }

  @Test
  void wrongPassword() throws Exception {
    Path file = Files.writeString(home.resolve("password"), "wrong\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    String[] args = {"--password-file", file.toString(), "--gateway", broker(), digit};
    requireLines(WholeSystem.infer(bundle, args), 1, "chmod 600 " + file);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    requireLines(
        WholeSystem.infer(bundle, args),
        1,
        "refused user 'porch-cam': wrong user name or password");
  }

  @Test
  void aModelTheGatewayDoesNotHave() throws Exception {
    Path others = home.resolve("other-models");
    system.importDigits(others, "2", 6);
    Path other = enrolled(system.makePads(others.resolve(WholeSystem.MODEL), "other", 3));
    requireLines(WholeSystem.infer(other, digit), 1, "the gateway refuses: Unknown model");
    assertThat(status(other)).contains("\"pads_left\":3");
  }

  @Test
  void aManifestThatIsNotThePads() throws Exception {
    Path changed = enrolled(system.makePads(system.model(), "changed", 1));
    Path manifest = changed.resolve("manifest.json");
    Files.writeString(manifest, Files.readString(manifest).replace("\"7\"", "\"8\""));
    requireLines(WholeSystem.infer(changed, digit), 1, "wrong model digest");
  }

  @Test
  void noBundle() {
    requireLines(WholeSystem.infer(home.resolve("nowhere"), digit), 1, "no device bundle at");
    requireLines(
        WholeSystem.sensor("status", "--bundle", home.resolve("nowhere").toString()),
        1,
        "no device bundle at");
  }

  @Test
  void noCredentials() {
    Path bare = system.makePads(system.model(), "bare", 1);
    requireLines(WholeSystem.infer(bare, digit), 1, "edgeveil-gateway device add porch-cam");
  }

  /** Over restarts of the gateway, whichever of its sets the device was at. */
  @Test
  void aRestoredBackup() throws Exception {
    Path original = enrolled(system.makePads(system.model(), "original", 3));
    for (int set = 1; set < 3; set++) {
      assertThat(system.makePads(system.model(), "original", 3)).isEqualTo(original);
    }
    List<Path> backups = new ArrayList<>(); // number n: n pads are used
    for (int used = 0; used < 8; used++) {
      backups.add(home.resolve("backup-" + used));
      copy(original, backups.get(used));
      assertThat(WholeSystem.infer(original, digit).exitCode()).isZero();
      if (used == 4) {
        int port = system.port();
        system.stopGateway();
        system.startGateway(port);
      }
    }
    for (int used = 0; used < 8; used++) {
      String seen = "has seen inference " + (used < 6 ? 2 : 1) + " of this pad file";
      requireLines(
          WholeSystem.infer(backups.get(used), digit),
          1,
          seen + ", but the next one here is " + used % 3);
    }
    assertThat(WholeSystem.infer(original, digit).exitCode()).isZero();
  }

  private static void requireLines(Outcome outcome, int exitCode, String... texts) {
    assertThat(outcome.err()).hasSameSizeAs(texts);
    for (int i = 0; i < texts.length; i++) {
      assertThat(outcome.err().get(i)).startsWith("edgeveil-sensor: ").contains(texts[i]);
    }
    assertThat(outcome.exitCode()).isEqualTo(exitCode);
  }

  private static String status(Path bundle) {
    List<String> out = WholeSystem.sensor("status", "--json", "--bundle", bundle.toString()).out();
    assertThat(out).hasSize(1);
    return out.get(0);
  }

  private static String broker() {
    return "tcp://127.0.0.1:" + system.port();
  }

  /** The same device with another bundle: the credentials are its own. */
  private static Path enrolled(Path other) throws IOException {
    Files.copy(
        bundle.resolve("credentials.json"),
        other.resolve("credentials.json"),
        StandardCopyOption.COPY_ATTRIBUTES);
    return other;
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) { // each directory before what it holds
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }
}
