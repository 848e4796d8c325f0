package io.edgeveil.core.json;

import java.io.Serial;

/** A text is not the JSON that was expected. */
public final class JsonFormatException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  JsonFormatException(String message, Throwable cause) {
    super(message, cause);
  }
}
