package io.edgeveil.sensor.inference;

import java.io.Serial;

/** The gateway has seen pads used that this sensor's state calls unused. */
public final class RestoredBackupException extends InferenceException {
  @Serial private static final long serialVersionUID = 1L;

  RestoredBackupException(long nextIndex, long highestSeen) {
    super(
        "the gateway has seen inference "
            + highestSeen
            + " of this pad file, but the next one here is "
            + nextIndex
            + ": the bundle looks like a restored backup or a copy, and going on would use pads"
            + " twice; make new pads for this device",
        null);
  }

  @Override
  boolean isPassing() {
    return false;
  }
}
