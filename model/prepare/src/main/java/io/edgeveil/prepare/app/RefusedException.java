package io.edgeveil.prepare.app;

import java.io.Serial;

/** What was asked for cannot be done; the message is one line. */
final class RefusedException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  RefusedException(String message) {
    super(message);
  }
}
