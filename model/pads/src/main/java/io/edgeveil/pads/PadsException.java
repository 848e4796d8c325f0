package io.edgeveil.pads;

import java.io.Serial;

/** A device's pads cannot be used, and its files say why. */
public class PadsException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  /** Says which file and what is wrong with it; never its content. */
  public PadsException(String message) {
    super(message);
  }

  /** The same, with what led to it. */
  public PadsException(String message, Throwable cause) {
    super(message, cause);
  }
}
