package io.edgeveil.gateway.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.edgeveil.command.archive.FolderArchive;
import io.edgeveil.core.json.Json;
import io.edgeveil.gateway.account.DataFolder;
import io.edgeveil.gateway.model.TinyBundle;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GatewayCommandTest {
  @TempDir Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... args) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    return GatewayCommand.run(new PrintWriter(out), new PrintWriter(err), args);
  }

  private void assertOneLine(int wanted, int exitCode, String... words) {
    assertThat(exitCode).as(err.toString()).isEqualTo(wanted);
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString()).startsWith("edgeveil-gateway: ").contains(words).endsWith("\n");
    assertThat(err.toString().lines()).hasSize(1);
  }

  private String printed(String key) throws Exception {
    return Json.read(out.toString().getBytes(UTF_8), JsonNode.class).get(key).asText();
  }

  private String data() {
    return folder.resolve("data").toString();
  }

  private String models() throws Exception {
    TinyBundle.write(folder.resolve("models"), "tiny", "1", 7);
    return folder.resolve("models").toString();
  }

  @Test
  void badUsageIsExitCode2() {
    assertOneLine(2, run(), "a command is missing");
    assertOneLine(2, run("hunter2"), "argument 1: unknown command");
    assertThat(err.toString()).doesNotContain("hunter2");
    assertOneLine(2, run("rnu"), "did you mean run?");
    assertOneLine(2, run("run"), "--models");
    assertOneLine(2, run("run", "--models", "m", "--port", "x"), "--port");
    assertOneLine(2, run("run", "--models", "m", "--port", "70000"), "0..65535");
    assertOneLine(2, run("run", "--models", "m", "--port", "9", "--websocket-port", "9"), "both 9");
    assertOneLine(2, run("run", "--models", "m", "--name", "A/B"), "--name");
    assertOneLine(2, run("run", "--models", "m", "--threads", "0"), "--threads");
    for (String host : List.of("my_host", "bücher.local", "gw.local:8883", "[::1]:1", "[gw]", "")) {
      assertOneLine(2, run("run", "--models", "m", "--host", host), "--host");
      assertOneLine(2, run("broker-files", "--mosquitto", data(), "--host", host), "--host");
    }
    assertOneLine(2, run("run", "--models", "m", "--host", "bücher.local"), "xn--bcher-kva.local");
    assertOneLine(2, run("run", "--models", "m", "--user", "u"), "belong to --broker");
    assertOneLine(2, run("run", "--models", "m", "--broker", "tcp://localhost"), "--password-file");
    assertOneLine(
        2, run("run", "--models", "m", "--broker", "h", "--password-file", "f"), "--broker");
    assertOneLine(
        2, run("run", "--models", "m", "--broker", "mqtts://h"), "--ca, --cert and --key");
    assertOneLine(2, run("run", "--models", "m", "--ca", "f"), "belong to --broker");
    assertOneLine(
        2,
        run("run", "--models", "m", "--broker", "tcp://192.0.2.1", "--password-file", "f"),
        "reads the password",
        "--insecure-plaintext");
    assertOneLine(2, run("run", "--models", "m", "--tls-port", "-1"), "0..65535");
    assertOneLine(
        2, run("run", "--models", "m", "--coap-port", "70000"), "--coap-port", "0..65535");
    assertOneLine(2, run("run", "--models", "m", "--coaps-port", "-1"), "--coaps-port", "0..65535");
    assertOneLine(2, run("run", "--models", "m", "--coaps-port", "5683"), "are both 5683");
    assertOneLine(
        2, run("run", "--models", "m", "--no-coap", "--coaps-port", "0"), "contradict each other");
    assertOneLine(
        2, run("run", "--models", "m", "--http-port", "65536"), "--http-port", "0..65535");
    assertOneLine(
        2, run("run", "--models", "m", "--no-http", "--http-port", "0"), "contradict each other");
    assertOneLine(2, run("device"), "add, list, rotate or revoke");
    assertOneLine(2, run("device", "add", "A/B"), "device must match");
    assertOneLine(2, run("device", "add", "pi-1", "--broker", "x"), "--broker");
  }

  @Test
  void helpAndVersionAreExitCode0() {
    for (String[] args :
        new String[][] {
          {"--help"},
          {"--version"},
          {"run", "--help"},
          {"device", "--help"},
          {"device", "add", "--help"},
          {"viewer", "--help"}
        }) {
      assertThat(run(args)).isZero();
      assertThat(out.toString()).contains("edgeveil-gateway");
      assertThat(err.toString()).isEmpty();
    }
  }

  @Test
  void whatDoesNotStartIsExitCode1() throws Exception {
    assertOneLine(1, run("run", "--models", folder + "/absent", "--data", data()), "absent");
    Files.createDirectories(folder.resolve("empty"));
    assertOneLine(1, run("run", "--models", folder + "/empty", "--data", data()), "no models");
    assertOneLine(
        1, run("run", "--models", models(), "--data", data(), "--kernel", "gpu"), "gpu", "onednn");
    TinyBundle.write(folder.resolve("models"), "broken", "3", 1)
        .editManifest(manifest -> manifest.put("name", "other"));
    assertOneLine(
        1, run("run", "--models", folder + "/models", "--data", data()), "models/broken/3");
  }

  @Test
  void aPortInUseIsExitCode1() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = String.valueOf(taken.getLocalPort());
      assertOneLine(
          1,
          run(
              "run",
              "--models",
              models(),
              "--data",
              data(),
              "--kernel",
              "reference",
              "--port",
              port),
          port);
    }
  }

  @Test
  void aDevicesBundleIsPackedForItsWay() throws Exception {
    Path bundle = Files.createDirectories(folder.resolve("bundle"));
    Files.writeString(bundle.resolve("device.json"), "{}");
    String broker = "mqtts://gw.local:8883";
    Path archive = folder.resolve("pi-1.tar.gz");
    assertThat(
            run(
                "device",
                "add",
                "pi-1",
                "--data",
                data(),
                "--broker",
                broker,
                "-o",
                bundle + "",
                "--archive",
                archive + ""))
        .as(err.toString())
        .isZero();
    assertThat(out.toString()).contains("credentials for " + broker + " are in " + archive);
    assertThat(unpacked(archive)).contains("device.json", "credentials.json", "key.pem", "ca.pem");
    assertOneLine(
        1,
        run("device", "add", "pi-2", "--data", data(), "--archive", archive + ""),
        "overwritten");

    Path alone = folder.resolve("pi-2.tar.gz");
    assertThat(run("device", "add", "pi-2", "--data", data(), "--archive", alone + "")).isZero();
    assertThat(unpacked(alone))
        .containsExactlyInAnyOrder("credentials.json", "certificate.pem", "key.pem", "ca.pem");
    assertThat(Path.of("pi-2")).doesNotExist();
  }

  private List<String> unpacked(Path archive) throws Exception {
    Path there = Files.createTempDirectory(folder, "unpacked");
    try (InputStream in = Files.newInputStream(archive)) {
      return FolderArchive.unpack(in, there).stream()
          .map(path -> path.getFileName().toString())
          .toList();
    }
  }

  @Test
  void devicesComeAndGo() throws Exception {
    String bundle = folder.resolve("pi-1").toString();
    String broker = "tcp://192.0.2.7:1883";
    assertThat(run("device", "add", "pi-1", "--data", data(), "-o", bundle, "--broker", broker))
        .isZero();
    Path file = folder.resolve("pi-1/credentials.json");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    JsonNode first = Json.read(Files.readAllBytes(file), JsonNode.class);
    assertThat(first.get("user").asText()).isEqualTo("pi-1");
    assertThat(first.get("broker").asText()).isEqualTo(broker);
    assertThat(out.toString()).doesNotContain(first.get("password").asText());
    assertThat(Base64.getUrlDecoder().decode(first.get("psk").asText())).hasSize(32);
    assertThat(out.toString()).doesNotContain(first.get("psk").asText());

    assertOneLine(1, run("device", "add", "pi-1", "--data", data(), "-o", bundle), "exists");
    assertOneLine(1, run("device", "add", "pi-1", "--data", data(), "-o", bundle + "2"), "already");
    assertOneLine(1, run("device", "add", "viewer", "--data", data(), "-o", bundle), "viewer");

    assertThat(run("device", "rotate", "pi-1", "--data", data(), "-o", bundle, "--json")).isZero();
    assertThat(printed("event")).isEqualTo("rotated");
    JsonNode second = Json.read(Files.readAllBytes(file), JsonNode.class);
    assertThat(second.get("password")).isNotEqualTo(first.get("password"));

    assertThat(run("device", "list", "--data", data())).isZero();
    assertThat(out.toString()).startsWith("pi-1 ").contains("enrolled", "until 20", "serial ");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(folder.resolve("pi-1/key.pem"))))
        .isEqualTo("rw-------");
    assertThat(folder.resolve("pi-1/certificate.pem")).content().contains("BEGIN CERTIFICATE");
    assertThat(folder.resolve("pi-1/ca.pem"))
        .hasSameBinaryContentAs(folder.resolve("data/authority/ca.pem"));
    assertThat(run("device", "revoke", "pi-1", "--data", data())).isZero();
    assertOneLine(1, run("device", "revoke", "pi-1", "--data", data()), "no device 'pi-1'");
    assertOneLine(1, run("device", "rotate", "pi-1", "--data", data()), "no device 'pi-1'");
    assertThat(run("device", "list", "--data", data(), "--json")).isZero();
    assertThat(printed("state")).isEqualTo("revoked");
    assertThat(printed("serial")).matches("[0-9a-f]{32}");
  }

  @Test
  void filesForMosquittoAreWritten() {
    assertThat(run("device", "add", "pi-1", "--data", data(), "-o", folder + "/pi-1")).isZero();
    String home = folder.resolve("mosquitto").toString();
    String[] write = {
      "broker-files", "--mosquitto", home, "--data", data(), "--host", "edge.example"
    };
    assertThat(run(write)).isZero();
    assertThat(out.toString())
        .contains("mosquitto -c " + home, "--broker mqtts://edge.example:8883", "--key " + home);
    assertThat(folder.resolve("mosquitto/acl"))
        .content()
        .contains("user pi-1", "topic read edgeveil/reply/pi-1", "user gw-1", "user viewer")
        .doesNotContain("topic read #");
    assertThat(folder.resolve("mosquitto/mosquitto.conf"))
        .content()
        .contains("tls_version tlsv1.3", "require_certificate true", "set_tcp_nodelay true");
    assertOneLine(2, run("broker-files"), "--mosquitto");
  }

  private String[] brokerFiles(String home, String... more) {
    String[] always = {
      "broker-files", "--mosquitto", folder.resolve(home).toString(), "--data", data()
    };
    return Stream.concat(Stream.of(always), Stream.of(more)).toArray(String[]::new);
  }

  private String certificateThatCounts(String name) throws Exception {
    return new DataFolder(folder.resolve("data"))
        .accounts().enrolments().stream()
            .filter(enrolment -> enrolment.account().name().equals(name))
            .map(enrolment -> enrolment.certificate().orElseThrow().serial())
            .findFirst()
            .orElseThrow();
  }

  private static String serialIn(Path certificate) throws Exception {
    try (InputStream pem = Files.newInputStream(certificate)) {
      X509Certificate read =
          (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(pem);
      return read.getSerialNumber().toString(16);
    }
  }

  @Test
  void filesForAnotherBrokerRevokeNoCertificateUnasked() throws Exception {
    Path certificate = folder.resolve("a/gw-1/certificate.pem");
    assertThat(run(brokerFiles("a"))).isZero();
    String serial = serialIn(certificate);
    assertOneLine(1, run(brokerFiles("b")), "gw-1", "another folder", "--rotate", "--name");
    assertThat(folder.resolve("b")).as("nothing is written").doesNotExist();
    assertThat(run(brokerFiles("a"))).isZero();
    assertThat(serialIn(certificate)).isEqualTo(serial).isEqualTo(certificateThatCounts("gw-1"));

    assertThat(run(brokerFiles("b", "--name", "gw-2"))).isZero();
    assertThat(run(brokerFiles("a"))).isZero();
    assertThat(certificateThatCounts("gw-1")).isEqualTo(serial);

    assertThat(run(brokerFiles("b", "--rotate"))).isZero();
    assertThat(out.toString()).contains("revoked", serial);
    assertThat(certificateThatCounts("gw-1"))
        .isNotEqualTo(serial)
        .isEqualTo(serialIn(folder.resolve("b/gw-1/certificate.pem")));
    assertOneLine(1, run(brokerFiles("a")), "a/gw-1", "does not count", "--rotate");
  }

  @Test
  void anEditedConfigurationOfTheBrokerIsKept() throws Exception {
    Path configuration = folder.resolve("a/mosquitto.conf");
    Path fresh = folder.resolve("a/mosquitto.conf.new");
    assertThat(run(brokerFiles("a", "--port", "1"))).isZero();
    assertThat(run(brokerFiles("a", "--port", "2"))).as("what was not edited").isZero();
    assertThat(configuration).content().contains("listener 2\n");
    assertThat(out.toString()).doesNotContain("edited");

    Files.writeString(configuration, "user mosquitto\n", StandardOpenOption.APPEND);
    assertThat(run("device", "add", "pi-1", "--data", data(), "-o", folder + "/pi-1")).isZero();
    assertThat(run(brokerFiles("a", "--port", "3"))).isZero();
    assertThat(out.toString()).contains(configuration + " was edited", fresh + "", "--overwrite");
    assertThat(configuration).content().contains("listener 2\n", "user mosquitto\n");
    assertThat(fresh).content().contains("listener 3\n");
    assertThat(folder.resolve("a/acl")).content().contains("user pi-1");

    assertThat(run(brokerFiles("a", "--port", "3", "--overwrite"))).isZero();
    assertThat(configuration).content().contains("listener 3\n").doesNotContain("user mosquitto");
    assertThat(fresh).doesNotExist();
    Files.writeString(folder.resolve("a/acl"), "user ha\n", StandardOpenOption.APPEND);
    assertThat(run(brokerFiles("a", "--port", "3"))).isZero();
    assertThat(folder.resolve("a/acl")).content().endsWith("user ha\n");
  }

  @Test
  void theViewerIsShownAgain() {
    assertThat(run("viewer", "--data", data())).isZero();
    String first = out.toString();
    assertThat(first).contains("mosquitto_sub", "-u viewer -P ", "MQTT Explorer");
    assertThat(run("viewer", "--data", data())).isZero();
    assertThat(out.toString()).isEqualTo(first);
  }
}
