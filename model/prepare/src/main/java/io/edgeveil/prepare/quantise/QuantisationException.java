package io.edgeveil.prepare.quantise;

import java.io.Serial;

/** A layer cannot be quantised as asked; the message gives the figures. */
public final class QuantisationException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  QuantisationException(String message, Throwable cause) {
    super(message, cause);
  }
}
