package io.edgeveil.gateway.app;

import java.io.Serial;

/** The gateway does not start; the message is one line fit for the person at the terminal. */
public final class StartException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  StartException(String message, Throwable cause) {
    super(message, cause);
  }

  StartException(Throwable cause) {
    super(cause.getMessage(), cause);
  }
}
