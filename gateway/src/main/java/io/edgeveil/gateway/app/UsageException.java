package io.edgeveil.gateway.app;

import java.io.Serial;

/** Options that do not go together, or have values that are none. */
final class UsageException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  UsageException(String message) {
    super(message);
  }

  static void require(boolean condition, String otherwise) throws UsageException {
    if (!condition) {
      throw new UsageException(otherwise);
    }
  }
}
