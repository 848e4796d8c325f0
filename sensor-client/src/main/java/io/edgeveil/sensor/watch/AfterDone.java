package io.edgeveil.sensor.watch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What happens to a file of a watched folder when its picture has been reported. */
public sealed interface AfterDone {

  /** It stays, and is remembered. */
  record Leave() implements AfterDone {}

  /** It is deleted if it was classified; otherwise it stays, and is remembered. */
  record Delete() implements AfterDone {}

  /**
   * It is moved, into {@code folder} if it was classified, otherwise into {@code folder/failed}.
   */
  record Move(Path folder) implements AfterDone {
    private Path failed() {
      return folder.resolve("failed");
    }

    /** Whether a picture may be moved into a folder that is there. */
    boolean endsIn(Path watched) throws IOException {
      for (Path to : List.of(folder, failed())) {
        if (Files.exists(to) && Files.isSameFile(to, watched)) {
          return true;
        }
      }
      return false;
    }
  }

  /**
   * Reads {@code leave}, {@code delete} or {@code move:DIR}.
   *
   * @throws IllegalArgumentException if the text is anything else
   */
  static AfterDone parse(String text) {
    if (text.equals("leave")) {
      return new Leave();
    }
    if (text.equals("delete")) {
      return new Delete();
    }
    if (text.startsWith("move:") && text.length() > "move:".length()) {
      return new Move(Path.of(text.substring("move:".length())));
    }
    throw new IllegalArgumentException("after is leave, delete or move:DIR, got '" + text + "'");
  }

  /** In words for the owner. */
  default String description() {
    if (this instanceof Move move) {
      return "then moved to " + move.folder();
    }
    return this instanceof Delete ? "then deleted if classified" : "then left where they are";
  }

  /**
   * Does it.
   *
   * @return whether the file is still where it was
   */
  default boolean stays(Path file, Outcome outcome) throws IOException {
    boolean classified = outcome == Outcome.CLASSIFIED;
    if (this instanceof Move move) {
      Path to = classified ? move.folder() : move.failed();
      Files.createDirectories(to);
      Files.move(file, free(to, file.getFileName().toString()));
      return false;
    }
    if (this instanceof Delete && classified) {
      Files.deleteIfExists(file);
      return false;
    }
    return true;
  }

  private static Path free(Path folder, String name) {
    Path place = folder.resolve(name);
    for (int i = 2; Files.exists(place); i++) {
      place = folder.resolve(i + "-" + name);
    }
    return place;
  }
}
