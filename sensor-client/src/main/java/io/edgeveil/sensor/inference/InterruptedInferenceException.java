package io.edgeveil.sensor.inference;

import java.io.Serial;

/** The thread was interrupted while it waited; its interrupt flag is set again. */
public final class InterruptedInferenceException extends InferenceException {
  @Serial private static final long serialVersionUID = 1L;

  InterruptedInferenceException(InterruptedException cause) {
    super("interrupted", cause);
    Thread.currentThread().interrupt();
  }

  @Override
  boolean isPassing() {
    return false;
  }
}
