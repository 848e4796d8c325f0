package io.edgeveil.sensor.watch;

import java.io.Serial;

/** The camera gave no picture this time; the message is one line for the owner. */
public final class CaptureException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  /** Says what the camera did instead. */
  public CaptureException(String message, Throwable cause) {
    super(message, cause);
  }
}
