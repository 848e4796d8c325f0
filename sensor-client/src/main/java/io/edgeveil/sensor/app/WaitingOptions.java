package io.edgeveil.sensor.app;

import io.edgeveil.command.Heading;
import io.edgeveil.sensor.watch.Durations;
import io.edgeveil.sensor.watch.PictureSource;
import io.edgeveil.sensor.watch.WatchSettings;
import io.edgeveil.sensor.watch.WhenFull;
import java.time.Duration;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** How long pictures wait and are tried by {@code watch}. */
@Heading("Waiting and trying")
final class WaitingOptions {
  private static final Duration REST = Duration.ofSeconds(10);

  @Option(
      names = "--queue",
      paramLabel = "N",
      defaultValue = "8",
      description = "How many pictures may wait for the gateway (${DEFAULT-VALUE}).")
  private int queue;

  @Option(
      names = "--when-full",
      paramLabel = "WHAT",
      description =
          "drop-oldest: the one that has waited longest is dropped and reported (cameras); wait:"
              + " no more is taken until there is room (folders, which keep them).")
  private WhenFull whenFull;

  @Option(
      names = "--patience",
      paramLabel = "TIME",
      defaultValue = "2m",
      converter = DurationConverter.class,
      description =
          "How long a picture is tried while broker, gateway or pads are missing"
              + " (${DEFAULT-VALUE}).")
  private Duration patience;

  @Option(
      names = "--pads-per-picture",
      paramLabel = "N",
      defaultValue = "2",
      description =
          "Most pads a picture may cost: one for each attempt that got through to a gateway"
              + " and failed then (${DEFAULT-VALUE}).")
  private int padsPerPicture;

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "0",
      description = "End after so many pictures; 0: do not (${DEFAULT-VALUE}).")
  private long count;

  @Option(
      names = "--grace",
      paramLabel = "TIME",
      defaultValue = "10s",
      converter = DurationConverter.class,
      description =
          "How long the picture under way may take when the program is ended"
              + " (${DEFAULT-VALUE}).")
  Duration grace;

  /**
   * Checks that the options make sense.
   *
   * @throws ParameterException if they do not
   */
  void check(CommandLine line) {
    SourceOptions.require(line, queue >= 1, "--queue must be at least 1");
    SourceOptions.require(line, padsPerPicture >= 1, "--pads-per-picture must be at least 1");
    SourceOptions.require(line, count >= 0, "--count must not be negative");
  }

  /** For a source, whose kind says what is the best when there is no room. */
  WatchSettings settings(PictureSource pictures) {
    WhenFull usual = pictures.keepsWhatIsNotDone() ? WhenFull.WAIT : WhenFull.DROP_OLDEST;
    return new WatchSettings(
        queue, whenFull == null ? usual : whenFull, padsPerPicture, patience, REST, count);
  }

  static String description(WatchSettings settings) {
    return "room for "
        + settings.queue()
        + " waiting pictures, when full: "
        + settings.whenFull()
        + "; each is tried for "
        + Durations.text(settings.patience())
        + " and "
        + settings.padsPerPicture()
        + " pads at most";
  }
}
