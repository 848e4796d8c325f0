package io.edgeveil.gateway.app;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;

/** An I/O failure as one line for a person: Java's own message is often a bare file name. */
final class Cause {
  private Cause() {}

  static String of(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "no permission for " + e.getMessage();
    }
    if (e instanceof NoSuchFileException) {
      return "there is no " + e.getMessage();
    }
    String message = e.getMessage();
    return message == null || message.startsWith("/")
        ? e.getClass().getSimpleName() + " " + message
        : message;
  }
}
