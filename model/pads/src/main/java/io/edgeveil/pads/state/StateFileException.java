package io.edgeveil.pads.state;

import io.edgeveil.pads.PadsException;
import java.io.Serial;

/** The state file is damaged, or could not be moved on. */
public final class StateFileException extends PadsException {
  @Serial private static final long serialVersionUID = 1L;

  StateFileException(String message) {
    super(message);
  }

  StateFileException(String message, Throwable cause) {
    super(message, cause);
  }
}
