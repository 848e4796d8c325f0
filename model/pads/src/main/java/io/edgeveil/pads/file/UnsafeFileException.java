package io.edgeveil.pads.file;

import io.edgeveil.pads.PadsException;
import java.io.Serial;
import java.nio.file.Path;

/** A secret file or directory that others than its owner may read or write. */
public final class UnsafeFileException extends PadsException {
  @Serial private static final long serialVersionUID = 1L;

  UnsafeFileException(Path file, String permissions) {
    this(file, permissions, "600");
  }

  private UnsafeFileException(Path path, String permissions, String wanted) {
    super(
        path
            + " holds secrets, but its permissions are "
            + permissions
            + "; make it yours alone: chmod "
            + wanted
            + " "
            + path);
  }

  static UnsafeFileException ofDirectory(Path directory, String permissions) {
    return new UnsafeFileException(directory, permissions, "700");
  }
}
