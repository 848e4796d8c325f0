package io.edgeveil.gateway.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.edgeveil.core.json.Json;
import io.edgeveil.gateway.model.TinyBundle;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code run} as a thread of this process, ended by an interrupt. */
class RunCommandIT {
  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  /** Runs until the text is printed and what is to be done meanwhile is done. */
  private int run(String awaited, Runnable meanwhile, String... more) throws Exception {
    TinyBundle.write(folder.resolve("models"), "tiny", "1", 7);
    List<String> args = new ArrayList<>(List.of("run", "--models", folder + "/models"));
    args.addAll(
        List.of(
            "--data",
            folder + "/data",
            "--port",
            "0",
            "--websocket-port",
            "0",
            "--http-port",
            "0",
            "--coap-port",
            "0"));
    args.addAll(List.of(more));
    out.getBuffer().setLength(0);
    CompletableFuture<Integer> ended = new CompletableFuture<>();
    Thread runner =
        new Thread(
            () ->
                ended.complete(
                    GatewayCommand.run(
                        new PrintWriter(out), new PrintWriter(err), args.toArray(String[]::new))));
    runner.start();
    try {
      Awaitility.await()
          .atMost(60, TimeUnit.SECONDS)
          .until(() -> out.toString().contains(awaited) || ended.isDone());
      meanwhile.run();
    } finally {
      runner.interrupt();
    }
    return ended.get(20, TimeUnit.SECONDS);
  }

  @Test
  void tellsOfTheStartAndWhereTheViewersPasswordIs() throws Exception {
    Runnable nothing = () -> {};
    assertThat(run("Ctrl-C", nothing, "--kernel", "reference")).isZero();
    assertThat(out.toString())
        .contains("Edgeveil gateway gw-1", "tiny 1  2 linear layers, 1,134 weights", "reference")
        .contains("page    http://127.0.0.1:", "/metrics")
        .contains(" viewer --data " + folder + "/data  shows how, and the password", "device add")
        .doesNotContain("mosquitto_sub", viewersPassword())
        .contains("coap    coap://127.0.0.1:", "coap+tcp://127.0.0.1:")
        .doesNotContain("coaps://");
    assertThat(run("Ctrl-C", nothing, "--kernel", "reference")).isZero();
    assertThat(out.toString()).doesNotContain("mosquitto_sub", viewersPassword());
    assertThat(out.toString()).contains(" viewer --data " + folder);
    assertThat(err.toString()).isEmpty();
  }

  private String viewersPassword() throws Exception {
    byte[] file = Files.readAllBytes(folder.resolve("data/viewer.json"));
    return Json.read(file, JsonNode.class).required("password").asText();
  }

  @Test
  void aTerminalIsShownHowToWatchTheFirstTime() throws Exception {
    requireInstalled("script", "no terminal can be made, and what one is shown is not tried");
    TinyBundle.write(folder.resolve("models"), "tiny", "1", 7);
    String gateway =
        "%s/bin/java -cp '%s' %s run --models %s/models --data %s/data --kernel reference"
            .concat(" --port 0 --websocket-port 0 --no-http --no-coap")
            .formatted(
                System.getProperty("java.home"),
                System.getProperty("java.class.path"),
                Main.class.getName(),
                folder,
                folder);
    Process terminal =
        new ProcessBuilder("script", "-q", "-e", "-c", "exec " + gateway, "/dev/null")
            .redirectErrorStream(true)
            .start();
    StringBuilder shown = new StringBuilder();
    try (BufferedReader lines = terminal.inputReader()) {
      String line = "";
      while (line != null && !line.contains("Ctrl-C")) {
        shown.append(line);
        line = lines.readLine();
      }
      terminal.descendants().forEach(ProcessHandle::destroy);
      assertThat(terminal.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(shown).contains("MQTT Explorer", "mosquitto_sub", viewersPassword());
  }

  @Test
  void theCommandToTypeShowsTheStatusInAThirdPartysClient() throws Exception {
    requireInstalled("mosquitto_sub", "another maker's client is not tried");
    StringBuilder seen = new StringBuilder();
    run("Ctrl-C", () -> seen.append(outputOf(shownBy("viewer", "mosquitto_sub") + " -C 3 -W 30")));
    assertThat(seen.toString().lines())
        .hasSize(3)
        .allMatch(line -> line.matches("edgeveil/gateway/gw-1/[a-z/]+ \\{.*}"))
        .anyMatch(line -> line.contains("gw-1/state {\"state\":\"online\""));
  }

  private static void requireInstalled(String program, String otherwise) {
    boolean installed =
        Stream.of(System.getenv("PATH").split(":"))
            .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    if (!installed) {
      System.out.println("SKIPPED: " + program + " is not installed, " + otherwise);
    }
    assumeTrue(installed, program + " is not installed");
  }

  /** The command to type that a verb shows, to the end of its line. */
  private String shownBy(String verb, String command) {
    StringWriter shown = new StringWriter();
    String[] args = {verb, "--data", folder + "/data"};
    assertThat(GatewayCommand.run(new PrintWriter(shown), new PrintWriter(err), args)).isZero();
    String text = shown.toString();
    return text.substring(text.indexOf(command)).lines().findFirst().orElseThrow();
  }

  private static String outputOf(String command) {
    try {
      Process process = new ProcessBuilder("sh", "-c", command).redirectErrorStream(true).start();
      return new String(process.getInputStream().readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aDeviceAddedMeanwhileIsLetIn() throws Exception {
    Path bundle = folder.resolve("pi-9");
    int exitCode =
        run(
            "started",
            () -> {
              String[] add = {
                "device", "add", "pi-9", "--data", folder + "/data", "-o", bundle + ""
              };
              assertThat(GatewayCommand.run(new PrintWriter(out), new PrintWriter(err), add))
                  .isZero();
              connectWith(bundle);
            },
            "--json",
            "--name",
            "gw-2",
            "--coaps-port",
            "0");
    assertThat(exitCode).isZero();
    String firstLine = out.toString().lines().findFirst().orElseThrow();
    JsonNode started = Json.read(firstLine.getBytes(UTF_8), JsonNode.class);
    assertThat(started.get("gateway").asText()).isEqualTo("gw-2");
    assertThat(started.get("broker").asText()).startsWith("tcp://127.0.0.1:");
    assertThat(started.get("models").get(0).asText()).isEqualTo("tiny 1");
    assertThat(started.get("web").asText()).matches("http://127\\.0\\.0\\.1:[0-9]+/");
    assertThat(started.get("coap"))
        .extracting(address -> address.asText().replaceAll("[0-9]+$", "#"))
        .containsExactly(
            "coaps://127.0.0.1:#",
            "coaps+tcp://127.0.0.1:#",
            "coap://127.0.0.1:#",
            "coap+tcp://127.0.0.1:#");
  }

  private static void connectWith(Path bundle) {
    try (RawSensor sensor = RawSensor.of(bundle)) {
      assertThat(sensor.device).isEqualTo("pi-9");
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
