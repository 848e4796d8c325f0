package io.edgeveil.sensor.app;

import java.util.logging.Level;

/** How much to log. */
enum LogLevel {
  OFF,
  ERROR,
  WARN,
  INFO,
  DEBUG;

  Level level() {
    return switch (this) {
      case OFF -> Level.OFF;
      case ERROR -> Level.SEVERE;
      case WARN -> Level.WARNING;
      case INFO -> Level.INFO;
      case DEBUG -> Level.FINE;
    };
  }

  /** As the command line spells it. */
  @Override
  public String toString() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
