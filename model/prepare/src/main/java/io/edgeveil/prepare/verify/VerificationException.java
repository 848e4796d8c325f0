package io.edgeveil.prepare.verify;

import java.io.Serial;

/** A comparison that cannot be made; the message is one line. */
public final class VerificationException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  VerificationException(String message) {
    super(message);
  }

  VerificationException(String message, Throwable cause) {
    super(message, cause);
  }
}
