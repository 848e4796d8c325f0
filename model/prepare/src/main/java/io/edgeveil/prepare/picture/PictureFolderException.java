package io.edgeveil.prepare.picture;

import java.io.Serial;

/** A folder that should hold pictures does not. */
public final class PictureFolderException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  PictureFolderException(String message) {
    super(message);
  }
}
