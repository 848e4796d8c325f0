package io.edgeveil.sensor.app;

import io.edgeveil.command.Alternative;
import io.edgeveil.command.Heading;
import io.edgeveil.sensor.watch.AfterDone;
import io.edgeveil.sensor.watch.Camera;
import io.edgeveil.sensor.watch.CommandCamera;
import io.edgeveil.sensor.watch.CommandWords;
import io.edgeveil.sensor.watch.FakeCamera;
import io.edgeveil.sensor.watch.FolderSource;
import io.edgeveil.sensor.watch.IntervalTrigger;
import io.edgeveil.sensor.watch.LineTrigger;
import io.edgeveil.sensor.watch.PictureSource;
import io.edgeveil.sensor.watch.Trigger;
import io.edgeveil.sensor.watch.TriggeredSource;
import io.edgeveil.sensor.watch.WatchClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Where {@code watch} has its pictures from. */
@Heading("Where pictures come from (one of the first three)")
final class SourceOptions {
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(15);
  private static final String SEEN = "watch-seen";
  private static final String LEAVE = "leave";

  /** When a camera takes a picture, where it is not the clock that says so. */
  enum TriggerKind {
    STDIN;

    @Override
    public String toString() {
      return "stdin";
    }
  }

  @Alternative("where pictures come from")
  @Option(
      names = "--folder",
      paramLabel = "DIR",
      description = "The .png, .jpg and .jpeg files that are in this folder and that come into it.")
  private Path folder;

  @Alternative("where pictures come from")
  @Option(
      names = "--camera",
      paramLabel = "COMMAND",
      description =
          "A command that takes one picture, PNG or JPEG, to the file {} or else to its output; or"
              + " a preset: rpicam, v4l2.")
  private String camera;

  @Alternative("where pictures come from")
  @Option(
      names = "--fake-camera",
      paramLabel = "FILE|DIR",
      description = "This picture, or those of a folder, again and again: to try things.")
  private Path fakeCamera;

  @Option(
      names = "--every",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = "How often a camera takes a picture: 500ms, 10s, 2m, 1h (10s).")
  private Duration every;

  @Option(
      names = "--trigger",
      paramLabel = "stdin",
      description = "Instead: a picture for each line on standard input.")
  private TriggerKind trigger;

  @Option(
      names = "--after",
      paramLabel = "WHAT",
      description =
          "What happens to a file of the folder that is reported: leave (and remember it, in"
              + " watch-seen of the bundle), delete (if it was classified), or move:DIR (into"
              + " DIR/failed if it was not) (leave).")
  private String after;

  @Option(
      names = "--settle",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description =
          "How long a file must stay unchanged to count as complete; 0s where files are renamed"
              + " into the folder (1s).")
  private Duration settle;

  @Option(
      names = "--camera-timeout",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = "How long the camera's command may take before it is killed (30s).")
  private Duration cameraTimeout;

  @Option(
      names = "--spool",
      paramLabel = "DIR",
      description =
          "Where the camera's pictures are kept until they are done (/dev/shm, which is memory,"
              + " else the system's folder for temporary files).")
  private Path spool;

  /**
   * Checks that the options go together.
   *
   * @throws ParameterException if they do not
   */
  void check(CommandLine line) {
    long sources = Stream.of(folder, camera, fakeCamera).filter(s -> s != null).count();
    require(line, sources == 1, "one of --folder, --camera and --fake-camera is needed");
    require(
        line,
        folder == null || (every == null && trigger == null),
        "--every and --trigger are for cameras: a folder's files come when they come");
    require(line, every == null || trigger == null, "--every or --trigger, not both");
    require(
        line,
        folder != null || (after == null && settle == null),
        "--after and --settle are for --folder");
    require(
        line,
        camera != null || (cameraTimeout == null && spool == null),
        "--camera-timeout and --spool are for --camera");
    require(line, every == null || !every.isZero(), "--every must be above 0");
    require(
        line, cameraTimeout == null || !cameraTimeout.isZero(), "--camera-timeout must be above 0");
    try {
      var unused = AfterDone.parse(after == null ? LEAVE : after);
      if (camera != null) {
        CommandWords.parse(camera);
      }
    } catch (IllegalArgumentException e) {
      throw new ParameterException(line, e.getMessage(), e);
    }
  }

  static void require(CommandLine line, boolean condition, String otherwise) {
    if (!condition) {
      throw new ParameterException(line, otherwise);
    }
  }

  /**
   * Opens what was asked for.
   *
   * @param bundle that remembers what is done
   */
  PictureSource open(Path bundle) throws IOException {
    WatchClock clock = WatchClock.SYSTEM;
    if (folder != null) {
      return FolderSource.of(
          folder,
          or(settle, Duration.ofSeconds(1)),
          LOOK_AGAIN,
          AfterDone.parse(after == null ? LEAVE : after),
          bundle.resolve(SEEN),
          clock);
    }
    Camera chosen = camera().orElseThrow();
    Trigger when =
        trigger == null
            ? new IntervalTrigger(or(every, Duration.ofSeconds(10)), clock)
            : new LineTrigger(System.in);
    return new TriggeredSource(when, chosen, clock);
  }

  /** The folder, if pictures come from one. */
  Optional<Path> folder() {
    return Optional.ofNullable(folder);
  }

  /** The camera, if pictures come from one; the caller closes it. */
  Optional<Camera> camera() throws IOException {
    if (camera != null) {
      return Optional.of(
          CommandCamera.of(
              camera, or(cameraTimeout, Duration.ofSeconds(30)), Optional.ofNullable(spool)));
    }
    return fakeCamera == null ? Optional.empty() : Optional.of(FakeCamera.of(fakeCamera));
  }

  private static Duration or(Duration given, Duration otherwise) {
    return given == null ? otherwise : given;
  }
}
