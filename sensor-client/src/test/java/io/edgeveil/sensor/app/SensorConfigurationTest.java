package io.edgeveil.sensor.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sensor's own configuration file. */
class SensorConfigurationTest {
  @TempDir Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... args) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    return SensorCommand.run(new PrintWriter(out), new PrintWriter(err), args);
  }

  @Test
  void theExampleIsWholeAndCanBeReadBack() throws Exception {
    assertThat(run("config", "--bundle", "/var/lib/edgeveil/bundle")).isZero();
    String example = out.toString();
    assertThat(example)
        .contains("\nbundle: /var/lib/edgeveil/bundle\n", "\n#gateway:\n", "\n#timeout: 10\n")
        .contains("\n#log-level: warn\n", "\n#password-file:\n", "\n#every:\n", "\n#queue: 8\n")
        .contains("\n# Where pictures come from", "\n# Where results go\n", "\n# The gateway\n")
        .doesNotContain("no-verify", "#help")
        .doesNotContainPattern("(?m)^#?password:");
    Path file = folder.resolve("sensor.yaml");
    Files.writeString(file, example.replaceAll("(?m)^#(?=[a-z-]+:)", ""));
    assertThat(run("status", "--config", file.toString())).as(err.toString()).isEqualTo(1);
    assertThat(err.toString()).contains("no device bundle at /var/lib/edgeveil/bundle");
  }

  @Test
  void thePackagedFileIsOneOfOurs() {
    Path packaged = Path.of("src/dist/root/etc/edgeveil/sensor.yaml").toAbsolutePath();
    assertThat(run("config", "--config", packaged.toString())).as(err.toString()).isZero();
    assertThat(out.toString()).contains("\nbundle: /var/lib/edgeveil/", "\nfolder: /var/spool/");
  }

  @Test
  void aFaultIsNamedByLineAndKey() throws Exception {
    Path file = Files.writeString(folder.resolve("s.yaml"), "bundle: b\ngateway: http://x\n");
    assertThat(run("infer", "--config", file.toString(), "a.png")).isEqualTo(2);
    assertThat(err.toString())
        .startsWith("edgeveil-sensor: " + file + " line 2: gateway: an address is mqtts://");
  }

  @Test
  void everyVerbHelps() {
    for (String verb :
        new String[] {
          "enrol",
          "infer",
          "watch",
          "doctor",
          "bench",
          "status",
          "refill",
          "quarantine",
          "config",
          "completion"
        }) {
      assertThat(run(verb, "--help")).as(verb).isZero();
      assertThat(out.toString()).startsWith("Usage: edgeveil-sensor " + verb);
    }
    assertThat(run()).isEqualTo(2);
  }
}
