package io.edgeveil.linear;

import java.io.Serial;

/** A kernel cannot compute a layer exactly; the message has the figures. */
public final class LayerRefusedException extends IllegalArgumentException {
  @Serial private static final long serialVersionUID = 1L;

  LayerRefusedException(String message) {
    super(message);
  }

  LayerRefusedException(String message, Throwable cause) {
    super(message, cause);
  }
}
