package io.edgeveil.core.manifest;

import java.io.Serial;

/** A model bundle is missing, damaged or of another format. */
public final class BundleFormatException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  /** Says what is wrong with which file. */
  public BundleFormatException(String message) {
    super(message);
  }

  /** The same, with what led to it. */
  public BundleFormatException(String message, Throwable cause) {
    super(message, cause);
  }
}
