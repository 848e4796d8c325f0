package io.edgeveil.command.configuration;

import java.io.Serial;
import java.nio.file.Path;

/** A configuration file is not one; the message is a line with file, line and key. */
public final class FaultyConfigurationException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  FaultyConfigurationException(Path file, int line, String what) {
    super(file + " line " + line + ": " + what);
  }

  FaultyConfigurationException(Path file, String what) {
    super(file + ": " + what);
  }
}
