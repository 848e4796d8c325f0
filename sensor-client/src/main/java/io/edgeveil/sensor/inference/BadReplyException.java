package io.edgeveil.sensor.inference;

import io.edgeveil.core.wire.ConflictingChunkException;
import java.io.Serial;

/** What came back is not an answer to what was asked. */
public final class BadReplyException extends InferenceException {
  @Serial private static final long serialVersionUID = 1L;

  /** Says what is wrong with it. */
  public BadReplyException(String message, Throwable cause) {
    super("the gateway's answer is not valid: " + message, cause);
  }

  /** A damaged message may come whole the next time; two different answers are an attack. */
  @Override
  boolean isPassing() {
    return !(getCause() instanceof ConflictingChunkException);
  }
}
