package io.edgeveil.demo;

import java.io.Serial;

/**
 * A step of the demonstration did not do what it should; the program's own error line came before.
 */
final class DemoFailedException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  DemoFailedException(String message) {
    super(message);
  }
}
