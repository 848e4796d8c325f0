package io.edgeveil.sensor.inference;

import java.io.Serial;

/**
 * An inference came to nothing, and not by the caller's fault; the message is one line fit for the
 * person at the terminal. Its pad, if one was taken, is spent.
 */
public abstract class InferenceException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  InferenceException(String message, Throwable cause) {
    super(message, cause);
  }

  /** Whether waiting may help: a later attempt may well succeed. */
  public final boolean mayPass() {
    return isPassing();
  }

  /** Whether the same bytes may well be answered if sent again. */
  abstract boolean isPassing();
}
