package io.edgeveil.core.image;

import java.io.Serial;

/** A file is not a picture that can be used; the message is one line and names the file. */
public final class PictureException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  PictureException(String message) {
    super(message);
  }

  PictureException(String message, Throwable cause) {
    super(message, cause);
  }
}
