package io.edgeveil.core.network;

import java.io.Serial;

/** A manifest lists layers that do not make a network. */
public final class NetworkException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  NetworkException(String message) {
    super(message);
  }

  NetworkException(String message, Throwable cause) {
    super(message, cause);
  }
}
