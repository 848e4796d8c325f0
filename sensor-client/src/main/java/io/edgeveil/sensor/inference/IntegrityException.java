package io.edgeveil.sensor.inference;

import java.io.IOException;
import java.io.Serial;

/** A gateway gave a wrong result: it is discarded, and the gateway is in quarantine. */
public final class IntegrityException extends InferenceException {
  @Serial private static final long serialVersionUID = 1L;

  private IntegrityException(String message, Throwable cause) {
    super(message, cause);
  }

  /** Names gateway and layer; never data. */
  static IntegrityException of(String gateway, String layer) {
    return new IntegrityException(
        what(gateway, layer) + "; it is quarantined until its owner clears it", null);
  }

  /** The same where the quarantine could not be written down: it lasts as long as the process. */
  static IntegrityException unwritten(String gateway, String layer, IOException cause) {
    return new IntegrityException(
        what(gateway, layer) + "; the quarantine could NOT be written to the bundle", cause);
  }

  private static String what(String gateway, String layer) {
    return "gateway "
        + gateway
        + " gave a wrong result for layer "
        + layer
        + ": nothing of this inference is used";
  }

  @Override
  boolean isPassing() {
    return false;
  }
}
