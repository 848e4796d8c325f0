package io.edgeveil.command.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What stands in a file counts as if it were typed, and less than what is typed. */
class ConfigurationTest {
  @TempDir Path folder;
  private Path file;
  private final SampleProgram program = new SampleProgram();

  @BeforeEach
  void name() {
    file = folder.resolve("sample.yaml");
  }

  private void write(String... lines) throws IOException {
    Files.write(file, List.of(lines));
  }

  private void assertRuns(String... args) {
    assertThat(program.run(args)).as(program.err.toString()).isZero();
  }

  @Test
  void whatStandsThereIsAsIfTyped() throws Exception {
    write(
        "# a comment",
        "models: /var/models",
        "deal: true",
        "threads:",
        "port: 1884",
        "host: [a.local, \"b.local\"]",
        "patience: LONG",
        "log-level: info",
        "camera: \"ffmpeg -i /dev/video0 -\"");
    assertRuns("serve", "--config", file.toString());
    assertThat(program.serve.models).isEqualTo(Path.of("/var/models"));
    assertThat(program.serve.deal).isTrue();
    assertThat(program.serve.threads).isNull();
    assertThat(program.logLevel).isEqualTo("info");
    assertThat(program.serve.network.port).isEqualTo(1884);
    assertThat(program.serve.network.hosts).containsExactly("a.local", "b.local");
    assertThat(program.serve.network.patience).isEqualTo(SampleProgram.Patience.LONG);
    assertThat(program.serve.source.camera).isEqualTo("ffmpeg -i /dev/video0 -");
    assertThat(program.serve.shared.data).isEqualTo(Path.of("sample-data"));
  }

  @Test
  void whatIsTypedCountsMore() throws Exception {
    write(
        "models: m", "deal: true", "port: 1884", "host: a.local", "folder: pictures", "open: true");
    assertRuns(
        "--config=" + file,
        "serve",
        "--port",
        "7",
        "--host=b.local",
        "--host=c.local",
        "--deal=false",
        "--closed",
        "--camera",
        "click");
    assertThat(program.serve.network.port).isEqualTo(7);
    assertThat(program.serve.network.hosts).containsExactly("b.local", "c.local");
    assertThat(program.serve.deal).isFalse();
    assertThat(program.serve.closed).isTrue();
    assertThat(program.serve.open).isFalse();
    assertThat(program.serve.source.camera).isEqualTo("click");
    assertThat(program.serve.source.folder).isNull();
  }

  @Test
  void anotherVerbTakesWhatIsTheVerySameOption() throws Exception {
    write("models: m", "port: 1884", "data: /var/lib/sample");
    assertRuns("list", "--config", file.toString(), "word");
    assertThat(program.listing.shared.data).isEqualTo(Path.of("/var/lib/sample"));
    assertThat(program.listing.port).isEqualTo(9);
    assertThat(program.listing.word).isEqualTo("word");
  }

  @Test
  void theUsualFileIsReadIfItIsThere() throws Exception {
    assertThat(program.run(file, "list")).isZero();
    assertThat(program.listing.shared.data).isEqualTo(Path.of("sample-data"));
    write("data: there");
    assertThat(program.run(file, "list")).isZero();
    assertThat(program.listing.shared.data).isEqualTo(Path.of("there"));
    assertThat(program.run(file, "list", "--config", "/dev/null")).isZero();
    assertThat(program.listing.shared.data).isEqualTo(Path.of("sample-data"));
  }

  @Test
  void helpWantsNoFile() throws Exception {
    write("nonsense: 1");
    assertThat(program.run(file, "serve", "--help")).isZero();
    assertThat(program.run(file, "--version")).isZero();
    assertThat(program.run(file, "completion")).isZero();
    assertThat(program.out.toString()).contains("--config=FILE", "Network:", "In general:");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "models: m;prot: 1           | line 2: prot: unknown key; did you mean port?",
        "password: hunter2           | line 1: password: unknown key",
        "forget: true                | line 1: forget: unknown key",
        "models: m;port: abc         | line 2: port: 'abc' is not an int",
        "patience: never             | line 1: patience: expected one of [SHORT, LONG] (case-insensitive) but was 'never'",
        "deal: perhaps               | line 1: deal: 'perhaps' is not a boolean",
        "port: 1;;port: 2            | line 3: port: stands in line 1 already",
        "port: [1, 2]                | line 1: port: one value is wanted, not a list",
        "port: {a: 1}                | line 1: port: one value or a list of values is wanted",
        "host: [a, [b]]              | line 1: host: one value or a list of values is wanted",
        "host: [a, ]                 | -",
        "host: [a, ~]                | line 1: host: an item of the list is empty",
        "models: &a m;data: *a       | line 2: data: an alias (*) is not taken",
        "- models                    | line 1: keys with values are wanted, one a line: key: value",
        "just words                  | line 1: keys with values are wanted, one a line: key: value",
        "models: m;---;port: 1       | line 3: a second document begins; there is one in a file",
        "port: 'open                 | line 1: not YAML: found unexpected end of stream",
        "port: 1;  data: secret      | line 2: not YAML: mapping values are not allowed here",
      })
  void aFaultIsNamedByFileLineAndKey(String text, String wanted) throws Exception {
    Files.writeString(file, text.strip().replace(';', '\n') + "\n");
    int exitCode = program.run("list", "--config", file.toString());
    if (wanted.equals("-")) {
      assertThat(exitCode).isZero();
      return;
    }
    assertThat(program.err.toString()).isEqualTo("sample: " + file + " " + wanted + "\n");
    assertThat(exitCode).isEqualTo(2);
  }

  @Test
  void aFileThatIsNotThereIsBadUsage() {
    assertThat(program.run("list", "--config", file.toString())).isEqualTo(2);
    assertThat(program.err.toString()).isEqualTo("sample: --config: no file " + file + "\n");
  }

  @Test
  void whatAVerbFindsWrongLaterIsFoundInTheFile() throws Exception {
    write("models: m", "port: 13");
    assertThat(program.run("serve", "--config", file.toString())).isEqualTo(2);
    assertThat(program.err.toString())
        .contains("--port must not be 13; port stands in " + file + " line 2");
  }

  @Test
  void theExampleHoldsEveryKeyAndReadsBackAsTheDefaults() throws Exception {
    assertRuns("config");
    String example = program.out.toString();
    assertThat(example)
        .contains("#models:\n", "#port: 1883\n", "# Port. Default: 1883\n", "#deal: false\n")
        .contains("# Of models. Required.\n", "\n# Network\n# -------\n", "#threads:\n")
        .contains("# One of SHORT, LONG.\n", "\n# In general\n", "\n#log-level: warn\n")
        .doesNotContain("forget", "#config", "#help");
    String active = example.replaceAll("(?m)^#(?=[a-z-]+:)", "");
    Files.writeString(file, active);
    assertRuns("serve", "--config", file.toString(), "--models", "m");
    assertThat(program.serve.network.port).isEqualTo(1883);
    assertThat(program.serve.shared.data).isEqualTo(Path.of("sample-data"));
    assertThat(program.serve.deal).isFalse();
  }

  @Test
  void theExampleTakesWhatIsGiven() throws Exception {
    write("data: /var/lib/sample");
    assertRuns(
        "config",
        "--config",
        file.toString(),
        "--models=/srv/my models",
        "--host=a",
        "--host=b",
        "--deal");
    assertThat(program.out.toString())
        .contains("\nmodels: \"/srv/my models\"\n", "\nhost:\n  - a\n  - b\n", "\ndeal: true\n")
        .contains("\ndata: /var/lib/sample\n", "\n#port: 1883\n");
    Files.writeString(file, program.out.toString());
    assertRuns("serve", "--config", file.toString());
    assertThat(program.serve.models).isEqualTo(Path.of("/srv/my models"));
    assertThat(program.serve.network.hosts).containsExactly("a", "b");
    assertThat(program.serve.deal).isTrue();
  }
}
