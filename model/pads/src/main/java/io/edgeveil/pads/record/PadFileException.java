package io.edgeveil.pads.record;

import io.edgeveil.pads.PadsException;
import java.io.Serial;

/** A pad file or one of its records is damaged, or belongs to something else. */
public final class PadFileException extends PadsException {
  @Serial private static final long serialVersionUID = 1L;

  PadFileException(String message) {
    super(message);
  }

  PadFileException(String message, Throwable cause) {
    super(message, cause);
  }
}
