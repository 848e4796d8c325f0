package io.edgeveil.prepare.onnx;

import java.io.Serial;

/** A network that cannot be imported; the message is one line and names the node. */
public final class OnnxException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  OnnxException(String message) {
    super(message);
  }

  OnnxException(String message, Throwable cause) {
    super(message, cause);
  }
}
