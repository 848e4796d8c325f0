package io.edgeveil.sensor.watch;

import io.edgeveil.core.image.PictureFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A program that takes a picture each time it is run, and writes it to the file that stands in
 * place of <code>{}</code>, or else to its standard output. Pictures are kept in a folder of this
 * process that only its user can read, in memory ({@code /dev/shm}) where there is such a place,
 * and deleted as soon as they are done. A program that writes more than a picture can have is
 * ended.
 */
public final class CommandCamera implements Camera {
  private static final Logger LOG = LoggerFactory.getLogger(CommandCamera.class);

  /** Stands for the picture's file. */
  static final String FILE = "{}";

  private static final Path MEMORY = Path.of("/dev/shm");

  /** Short names of commands that are often wanted, whole. */
  private static final Map<String, String> PRESETS =
      Map.of(
          "rpicam",
          "rpicam-still --nopreview --immediate --width 640 --height 480 --encoding jpg --output"
              + " {}",
          "v4l2",
          "ffmpeg -hide_banner -loglevel error -f v4l2 -i /dev/video0 -frames:v 1 -y {}");

  private final CommandWords command;
  private final Duration limit;
  private final Path folder;

  private CommandCamera(CommandWords command, Duration limit, Path folder) {
    this.command = command;
    this.limit = limit;
    this.folder = folder;
  }

  /**
   * Makes the folder.
   *
   * @param command or a preset's name
   * @param limit of time for a picture
   * @param spool where the folder is made, or a place in memory
   */
  public static CommandCamera of(String command, Duration limit, Optional<Path> spool)
      throws IOException {
    CommandWords words = CommandWords.parse(PRESETS.getOrDefault(command, command));
    Path parent = spool.orElseGet(CommandCamera::inMemory);
    Path folder =
        Files.createTempDirectory(
            parent,
            "edgeveil-watch-",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    return new CommandCamera(words, limit, folder);
  }

  private static Path inMemory() {
    return Files.isDirectory(MEMORY) && Files.isWritable(MEMORY)
        ? MEMORY
        : Path.of(System.getProperty("java.io.tmpdir"));
  }

  @Override
  public Path shoot(String name) throws CaptureException, InterruptedException {
    Path picture = folder.resolve(name + ".jpg");
    boolean toFile = command.names(FILE);
    boolean taken = false;
    try {
      new BoundedCommand(command.with(Map.of(FILE, picture.toString())), Map.of(), limit)
          .writingAtMost(PictureFile.MAX_BYTES)
          .run(toFile ? Optional.empty() : Optional.of(picture));
      if (!Files.exists(picture) || Files.size(picture) == 0) {
        throw new CaptureException(
            command.program() + " wrote no picture to " + (toFile ? FILE : "its output"), null);
      }
      taken = true;
      return picture;
    } catch (BoundedCommand.FailedException e) {
      throw new CaptureException(
          isFull(picture)
              ? command.program() + " wrote more than " + PictureFile.MAX_BYTES + " bytes"
              : e.getMessage(),
          e);
    } catch (IOException e) {
      throw new CaptureException("the picture cannot be kept: " + e.getMessage(), e);
    } finally {
      if (!taken) {
        discard(picture);
      }
    }
  }

  private static boolean isFull(Path picture) {
    return picture.toFile().length() >= PictureFile.MAX_BYTES; // 0: there is none
  }

  private static void discard(Path picture) {
    try {
      Files.deleteIfExists(picture);
    } catch (IOException e) {
      LOG.warn("{} cannot be deleted: {}", picture, e.getMessage());
    }
  }

  @Override
  public void done(Path picture) throws IOException {
    Files.deleteIfExists(picture);
  }

  @Override
  public String nameOf(Path picture) {
    String file = picture.getFileName().toString();
    return file.substring(0, file.lastIndexOf('.'));
  }

  @Override
  public String description() {
    return "camera: " + command;
  }

  @Override
  public void close() throws IOException {
    try (Stream<Path> left = Files.list(folder)) {
      for (Path file : left.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
