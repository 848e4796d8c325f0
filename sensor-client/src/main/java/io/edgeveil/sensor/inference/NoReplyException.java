package io.edgeveil.sensor.inference;

import java.io.Serial;

/** Nobody answered in time. */
public final class NoReplyException extends InferenceException {
  @Serial private static final long serialVersionUID = 1L;

  /** Says who should have answered what. */
  public NoReplyException(String message) {
    super(message, null);
  }

  @Override
  boolean isPassing() {
    return true;
  }
}
