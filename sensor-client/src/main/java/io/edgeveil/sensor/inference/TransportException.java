package io.edgeveil.sensor.inference;

import java.io.Serial;

/** The way to the gateway is closed. */
public final class TransportException extends InferenceException {
  @Serial private static final long serialVersionUID = 1L;

  private final boolean passing;

  /**
   * Says what is in the way.
   *
   * @param passing whether the way may open again: a broker that restarts, not a wrong password
   */
  public TransportException(String message, boolean passing, Throwable cause) {
    super(message, cause);
    this.passing = passing;
  }

  @Override
  boolean isPassing() {
    return passing;
  }
}
