package io.edgeveil.sensor.inference;

import java.io.Serial;

/** The gateway computed right, and the network has no result for this input. */
public final class UndefinedResultException extends InferenceException {
  @Serial private static final long serialVersionUID = 1L;

  UndefinedResultException(ArithmeticException cause) {
    super("the network has no result for this input: " + cause.getMessage(), cause);
  }

  @Override
  boolean isPassing() {
    return false;
  }
}
