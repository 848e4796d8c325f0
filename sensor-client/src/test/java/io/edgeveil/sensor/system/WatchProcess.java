package io.edgeveil.sensor.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** {@code edgeveil-sensor.jar watch}, run as on a small board, and what it uses. */
final class WatchProcess implements AutoCloseable {
  private static final Pattern USED = Pattern.compile("total +\\d+K, used (\\d+)K");
  private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");

  private final Process process;
  private final Path results;
  private final Path err;

  private WatchProcess(Process process, Path results, Path err) {
    this.process = process;
    this.results = results;
    this.err = err;
  }

  /** Starts it; lines go to files in a folder. */
  static WatchProcess start(Path folder, String... options) throws IOException {
    Path results = folder.resolve("results.jsonl");
    Path err = folder.resolve("err");
    List<String> command = new ArrayList<>(List.of(tool("java")));
    command.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-Xms8m",
            "-Xmx48m",
            "-Xss256k",
            "-XX:TieredStopAtLevel=1",
            "-XX:ReservedCodeCacheSize=16m",
            "-jar",
            System.getProperty("edgeveil.sensor.jar"),
            "watch",
            "--json",
            "--results",
            results.toString()));
    command.addAll(List.of(options));
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(folder.resolve("out").toFile())
            .redirectError(err.toFile())
            .start();
    return new WatchProcess(process, results, err);
  }

  private static String tool(String name) {
    return Path.of(System.getProperty("java.home"), "bin", name).toString();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Lines of the file of results so far. */
  List<String> results() throws IOException {
    return Files.exists(results) ? Files.readAllLines(results) : List.of();
  }

  long classified() throws IOException {
    if (!Files.exists(results)) {
      return 0;
    }
    try (Stream<String> lines = Files.lines(results)) {
      return lines.filter(line -> line.contains("\"outcome\":\"classified\"")).count();
    }
  }

  List<String> err() throws IOException {
    return Files.readAllLines(err);
  }

  /** Heap in use in KiB, after a collection. */
  long usedAfterCollection() throws Exception {
    var unused = jcmd("GC.run");
    Matcher used = USED.matcher(jcmd("GC.heap_info"));
    long sum = 0;
    while (used.find()) {
      sum += Long.parseLong(used.group(1));
    }
    assertThat(sum).isPositive();
    return sum;
  }

  private String jcmd(String what) throws Exception {
    Process asked =
        new ProcessBuilder(tool("jcmd"), String.valueOf(process.pid()), what)
            .redirectErrorStream(true)
            .start();
    String said = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(asked.waitFor()).as(said).isZero();
    return said;
  }

  /** Resident memory in KiB. */
  long resident() throws IOException {
    Matcher resident =
        RESIDENT.matcher(Files.readString(Path.of("/proc/" + process.pid() + "/status")));
    assertThat(resident.find()).isTrue();
    return Long.parseLong(resident.group(1));
  }

  /** Asks it to end, as systemd does; its exit code. */
  int terminate() throws InterruptedException {
    process.destroy();
    assertThat(process.waitFor(40, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
