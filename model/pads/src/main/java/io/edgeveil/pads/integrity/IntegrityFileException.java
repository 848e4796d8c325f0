package io.edgeveil.pads.integrity;

import io.edgeveil.pads.PadsException;
import java.io.Serial;

/** An integrity file is missing, damaged or not of this device and model. */
public final class IntegrityFileException extends PadsException {
  @Serial private static final long serialVersionUID = 1L;

  IntegrityFileException(String message) {
    super(message);
  }
}
