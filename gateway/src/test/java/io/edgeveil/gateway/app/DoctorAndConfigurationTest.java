package io.edgeveil.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgeveil.broker.certificate.CertificateAuthority;
import io.edgeveil.gateway.model.TinyBundle;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gateway's configuration file, and what its doctor finds before a start. */
class DoctorAndConfigurationTest {
  @TempDir Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... args) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    return GatewayCommand.run(new PrintWriter(out), new PrintWriter(err), args);
  }

  private Path configuration(String... lines) throws Exception {
    return Files.write(folder.resolve("gateway.yaml"), List.of(lines));
  }

  @Test
  void theExampleIsWholeAndCanBeReadBack() throws Exception {
    assertThat(run("config", "--models", "/srv/models", "--data=/var/lib/edgeveil")).isZero();
    String example = out.toString();
    assertThat(example)
        .contains("\nmodels: /srv/models\n", "\ndata: /var/lib/edgeveil\n", "\n#port: 1883\n")
        .contains("\n# A broker of its own\n", "\n# Another broker\n", "\n# CoAP\n", "\n# Limits")
        .contains("\n#max-chunk-bytes:")
        .doesNotContain("forget-history", "#json", "#config")
        .doesNotContainPattern("(?m)^#?password:");
    Path file = folder.resolve("back.yaml");
    Files.writeString(file, example.replaceAll("(?m)^#(?=[a-z-]+:)", ""));
    assertThat(run("config", "--config", file.toString())).as(err.toString()).isZero();
    assertThat(out.toString()).contains("\nport: 1883\n", "\nmodels: /srv/models\n");
    assertThat(run("run", "--config", file.toString(), "--models", folder + "/none")).isEqualTo(1);
    assertThat(err.toString()).contains("no folder " + folder + "/none");
  }

  @Test
  void thePackagedFileIsOneOfOurs() {
    Path packaged = Path.of("src/dist/root/etc/edgeveil/gateway.yaml").toAbsolutePath();
    assertThat(run("config", "--config", packaged.toString())).as(err.toString()).isZero();
    assertThat(out.toString()).contains("\nmodels: /var/lib/edgeveil", "\ndata: /var/lib/");
  }

  @Test
  void aFaultIsNamedByLineAndKey() throws Exception {
    Path file = configuration("models: m", "websocket-prot: 9");
    assertThat(run("run", "--config", file.toString())).isEqualTo(2);
    assertThat(err.toString())
        .isEqualTo(
            "edgeveil-gateway: "
                + file
                + " line 2: websocket-prot: unknown key; did you mean websocket-port?\n");
    file = configuration("models: m", "port: 9", "websocket-port: 9");
    assertThat(run("run", "--config", file.toString())).isEqualTo(2);
    assertThat(err.toString())
        .contains("are both 9; port stands in " + file + " line 2; websocket-port stands in");
    file = configuration("models: m", "max-chunk-bytes: 999999999");
    assertThat(run("run", "--config", file.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("max-chunk-bytes stands in " + file + " line 2");
  }

  @Test
  void otherVerbsTakeTheFolderOfAccountsFromTheFile() throws Exception {
    Path file = configuration("models: m", "data: " + folder.resolve("data"), "port: 77");
    assertThat(run("device", "add", "pi-1", "--config", file.toString(), "-o", folder + "/pi-1"))
        .as(err.toString())
        .isZero();
    assertThat(folder.resolve("data/authority/ca.pem")).exists();
    assertThat(run("--config", file.toString(), "device", "list")).isZero();
    assertThat(out.toString()).startsWith("pi-1 ");
  }

  @Test
  void theDoctorFindsWhatIsAmissAndChangesNothing() throws Exception {
    TinyBundle.write(folder.resolve("models"), "tiny", "1", 7);
    String data = folder.resolve("data").toString();
    String models = folder.resolve("models").toString();
    String[] well = {
      "doctor",
      "--models",
      models,
      "--data",
      data,
      "--kernel",
      "reference",
      "--port=0",
      "--websocket-port=0",
      "--coap-port=0",
      "--http-port=0"
    };
    assertThat(run(well)).as(out.toString() + err).isZero();
    assertThat(out.toString().lines())
        .anyMatch(line -> line.matches("ok +java +.*heap up to \\d+ MB"))
        .anyMatch(line -> line.matches("ok +clock +20.*Z"))
        .anyMatch(line -> line.matches("ok +kernel +reference, .*"))
        .anyMatch(line -> line.matches("ok +models +tiny.*"))
        .anyMatch(line -> line.contains("will be made at the first start"));
    assertThat(folder.resolve("data")).doesNotExist();

    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      well[7] = "--port=" + taken.getLocalPort();
      assertThat(run(well)).isEqualTo(1);
      assertThat(out.toString())
          .contains("held by java, process " + ProcessHandle.current().pid())
          .contains("--port");
    }
    well[7] = "--port=0";
    well[6] = "gpu";
    assertThat(run(well)).isEqualTo(1);
    assertThat(out.toString()).containsPattern("failed +kernel +.*got gpu; take --kernel auto");
    well[6] = "reference";
    well[2] = folder.resolve("none").toString();
    assertThat(run(well)).isEqualTo(1);
    assertThat(out.toString()).containsPattern("failed +models +no folder .*none; bring");
  }

  @Test
  void theDoctorTellsWhenCertificatesEnd() throws Exception {
    TinyBundle.write(folder.resolve("models"), "tiny", "1", 7);
    var unused =
        CertificateAuthority.in(folder.resolve("data/authority")).server(List.of("gw.local"));
    assertThat(
            run(
                "doctor",
                "--models=" + folder + "/models",
                "--data=" + folder + "/data",
                "--kernel=reference",
                "--port=0",
                "--websocket-port=0",
                "--no-coap",
                "--no-http",
                "--json"))
        .isZero();
    assertThat(out.toString())
        .contains("\"what\":\"certificate\",\"found\":\"ca.pem good until 20")
        .contains("\"found\":\"server.pem good until 20");
  }
}
