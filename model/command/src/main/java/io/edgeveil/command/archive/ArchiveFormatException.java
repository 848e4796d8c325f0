package io.edgeveil.command.archive;

import java.io.Serial;

/** What was given is no archive of files and folders, or one that reaches out of its folder. */
public final class ArchiveFormatException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  /** Says what is wrong. */
  public ArchiveFormatException(String message) {
    super(message);
  }

  /** The same, with what led to it. */
  public ArchiveFormatException(String message, Throwable cause) {
    super(message, cause);
  }
}
