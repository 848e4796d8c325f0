package io.edgeveil.sensor.app;

import io.edgeveil.command.doctor.Examination;
import io.edgeveil.command.doctor.Finding;
import io.edgeveil.core.image.Picture;
import io.edgeveil.core.image.PictureFile;
import io.edgeveil.sensor.watch.Camera;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** What {@code doctor} finds where {@code watch} would have its pictures from. */
final class PicturesExamination {
  private static final String CAMERA = "camera";
  private static final String FOLDER = "pictures";

  private final Examination told;
  private final SourceOptions source;

  PicturesExamination(Examination told, SourceOptions source) {
    this.told = told;
    this.source = source;
  }

  /** Tells nothing where no source is named. */
  void run() throws InterruptedException {
    if (source.folder().isPresent()) {
      told.tell(FOLDER, "make the folder readable", () -> folder(source.folder().get()));
    }
    Optional<Camera> camera;
    try {
      camera = source.camera();
    } catch (IOException | IllegalArgumentException e) {
      told.tell(Finding.failed(CAMERA, e.getMessage(), "see edgeveil-sensor watch --help"));
      return;
    }
    if (camera.isPresent()) {
      told.tell(CAMERA, "try the command by hand; " + devices(), () -> picture(camera.get()));
    }
  }

  private static Finding folder(Path folder) {
    return Files.isDirectory(folder) && Files.isReadable(folder)
        ? Finding.ok(FOLDER, folder + " is there")
        : Finding.failed(FOLDER, "no folder " + folder + " that can be read", "make it");
  }

  private static Finding picture(Camera camera) throws Exception {
    try (camera) {
      long startedNanos = System.nanoTime();
      Path file = camera.shoot("doctor");
      long millis = (System.nanoTime() - startedNanos) / 1_000_000;
      try {
        Picture picture = PictureFile.read(file);
        return Finding.ok(
            CAMERA,
            String.format(
                Locale.ROOT,
                "%s took a picture of %dx%d in %d ms",
                camera.description(),
                picture.width(),
                picture.height(),
                millis));
      } finally {
        camera.done(file);
      }
    }
  }

  /** The cameras that Linux knows. */
  private static String devices() {
    StringBuilder names = new StringBuilder();
    try (DirectoryStream<Path> videos = Files.newDirectoryStream(Path.of("/dev"), "video*")) {
      videos.forEach(video -> names.append(' ').append(video));
    } catch (IOException e) {
      return "/dev cannot be read";
    }
    return names.isEmpty() ? "Linux knows no /dev/video*" : "Linux knows" + names;
  }
}
