package io.edgeveil.linear;

import java.io.Serial;

/** A kernel asked for by name cannot run on this machine. */
public final class KernelUnavailableException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  KernelUnavailableException(String message) {
    super(message);
  }

  KernelUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
