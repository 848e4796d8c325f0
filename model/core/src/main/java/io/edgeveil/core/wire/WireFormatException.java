package io.edgeveil.core.wire;

import java.io.Serial;

/** The other party sent something that the wire format does not allow. */
public class WireFormatException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  /** Says what was wrong, in words fit for the other party's log. */
  public WireFormatException(String message) {
    super(message);
  }

  /** The same, with what led to it. */
  public WireFormatException(String message, Throwable cause) {
    super(message, cause);
  }
}
