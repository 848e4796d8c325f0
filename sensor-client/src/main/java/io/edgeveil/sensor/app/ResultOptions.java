package io.edgeveil.sensor.app;

import io.edgeveil.command.Heading;
import io.edgeveil.sensor.watch.CommandWords;
import io.edgeveil.sensor.watch.ReportSink;
import io.edgeveil.sensor.watch.ResultCommand;
import io.edgeveil.sensor.watch.ResultsFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Where {@code watch} tells its results. */
@Heading("Where results go")
final class ResultOptions {
  private static final long MEGABYTE = 1_000_000;

  @Option(
      names = "--json",
      description = "One JSON object a picture on stdout, instead of columns.")
  private boolean json;

  @Option(
      names = "--top",
      paramLabel = "N",
      defaultValue = "1",
      description = "How many classes to name per picture (${DEFAULT-VALUE}).")
  int top;

  @Option(
      names = "--results",
      paramLabel = "FILE",
      description =
          "Also append one JSON object a picture to this file. It may be moved away or cut at"
              + " any time (logrotate).")
  private Path file;

  @Option(
      names = "--results-mb",
      paramLabel = "MB",
      defaultValue = "0",
      description =
          "Turn that file before it is larger than this: FILE.1, FILE.2 …; 0: never"
              + " (${DEFAULT-VALUE}).")
  private long fileMegabytes;

  @Option(
      names = "--results-keep",
      paramLabel = "N",
      defaultValue = "5",
      description = "How many turned files to keep (${DEFAULT-VALUE}).")
  private int keep;

  @Option(
      names = "--exec",
      paramLabel = "COMMAND",
      description =
          "Run this for each classified or failed picture: {} is the picture, {outcome},"
              + " {label} and {score} the result; the same in EDGEVEIL_PICTURE, _OUTCOME,"
              + " _LABEL, _SCORE and _JSON.")
  private String command;

  @Option(
      names = "--exec-timeout",
      paramLabel = "TIME",
      defaultValue = "10s",
      converter = DurationConverter.class,
      description = "How long that may take before it is killed (${DEFAULT-VALUE}).")
  private Duration commandLimit;

  @Option(
      names = "--publish",
      description =
          "Also publish label and score, retained, on edgeveil/device/ID/result: whoever may"
              + " read the device's status then reads its results. Off unless asked for: what"
              + " an earlier run has published is then removed.")
  private boolean publish;

  @Option(
      names = "--home-assistant",
      description =
          "--publish, and announce the device to Home Assistant on"
              + " homeassistant/sensor/ID/config, retained. The embedded broker allows a device"
              + " that and a viewer to read it; a broker of your own must, too.")
  boolean homeAssistant;

  private Optional<ResultCommand> resultCommand = Optional.empty();

  /**
   * Checks that the options make sense.
   *
   * @throws ParameterException if they do not
   */
  void check(CommandLine line, GatewayAddress gateway) {
    SourceOptions.require(line, top >= 1, "--top must be at least 1");
    SourceOptions.require(line, keep >= 1, "--results-keep must be at least 1");
    SourceOptions.require(line, fileMegabytes >= 0, "--results-mb must not be negative");
    SourceOptions.require(line, !commandLimit.isZero(), "--exec-timeout must be above 0");
    SourceOptions.require(
        line,
        !(publishes() && gateway instanceof GatewayAddress.OverCoap),
        "--publish and --home-assistant need MQTT, not " + gateway);
    try {
      resultCommand =
          Optional.ofNullable(command)
              .map(text -> new ResultCommand(CommandWords.parse(text), commandLimit));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(line, "--exec: " + e.getMessage(), e);
    }
  }

  boolean publishes() {
    return publish || homeAssistant;
  }

  /** Told of every picture: standard output, and the file. */
  List<ReportSink> everything(PrintWriter out, List<String> labels) throws IOException {
    List<ReportSink> sinks = new ArrayList<>();
    sinks.add(new WatchLines(out, json, labels)); // ends the program if it cannot be told
    if (file != null) {
      sinks.add(new ResultsFile(file, fileMegabytes * MEGABYTE, keep));
    }
    return sinks;
  }

  /** Told of pictures that were tried: who publishes, and the command. */
  List<ReportSink> tried(ReportSink publisher) {
    List<ReportSink> sinks = new ArrayList<>();
    if (publishes()) {
      sinks.add(publisher);
    }
    resultCommand.ifPresent(sinks::add);
    return sinks;
  }

  /** What is done with results, for the owner. */
  String description() {
    List<String> places = new ArrayList<>(List.of("standard output"));
    if (file != null) {
      places.add("file " + file);
    }
    if (command != null) {
      places.add("command " + command);
    }
    if (publishes()) {
      places.add("MQTT (edgeveil/device/…/result)");
    }
    if (homeAssistant) {
      places.add("Home Assistant");
    }
    return String.join(", ", places);
  }
}
