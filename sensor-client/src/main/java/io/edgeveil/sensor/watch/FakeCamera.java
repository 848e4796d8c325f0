package io.edgeveil.sensor.watch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Shows the pictures of a folder, or one, again and again: to try things, and for tests. */
public final class FakeCamera implements Camera {
  private final Path from;
  private final List<Path> pictures;
  private int next;

  private FakeCamera(Path from, List<Path> pictures) {
    this.from = from;
    this.pictures = pictures;
  }

  /**
   * Of a picture, or of those in a folder in the order of their names.
   *
   * @throws IOException if there is none, or the folder cannot be read
   */
  public static FakeCamera of(Path from) throws IOException {
    if (!Files.isDirectory(from)) {
      if (!Files.isReadable(from)) {
        throw new IOException(from + " cannot be read");
      }
      return new FakeCamera(from, List.of(from));
    }
    try (Stream<Path> files = Files.list(from)) {
      List<Path> pictures = files.filter(FakeCamera::isPicture).sorted().toList();
      if (pictures.isEmpty()) {
        throw new IOException(from + " holds no .png, .jpg or .jpeg file");
      }
      return new FakeCamera(from, pictures);
    }
  }

  private static boolean isPicture(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return name.endsWith(".png") || name.endsWith(".jpg") || name.endsWith(".jpeg");
  }

  @Override
  public Path shoot(String name) {
    Path picture = pictures.get(next);
    next = (next + 1) % pictures.size();
    return picture;
  }

  @Override
  public void done(Path picture) {
    // it is wanted again
  }

  @Override
  public String nameOf(Path picture) {
    return picture.toString();
  }

  @Override
  public String description() {
    return "fake camera: "
        + (pictures.size() == 1 ? "the picture " : pictures.size() + " pictures of ")
        + from;
  }

  @Override
  public void close() {
    // holds nothing
  }
}
