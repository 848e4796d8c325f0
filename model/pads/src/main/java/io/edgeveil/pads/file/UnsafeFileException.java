package io.edgeveil.pads.file;

import io.edgeveil.pads.PadsException;
import java.io.Serial;
import java.nio.file.Path;

/** A secret file that others than its owner may read or write. */
public final class UnsafeFileException extends PadsException {
  @Serial private static final long serialVersionUID = 1L;

  UnsafeFileException(Path file, String permissions) {
    super(
        file
            + " holds secrets, but its permissions are "
            + permissions
            + "; make it yours alone: chmod 600 "
            + file);
  }
}
