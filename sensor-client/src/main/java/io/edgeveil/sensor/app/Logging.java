package io.edgeveil.sensor.app;

import io.edgeveil.command.FailureLine;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import java.util.logging.ConsoleHandler;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * The JDK's logging, one line a message on stderr. Our own messages as detailed as asked for, those
 * of libraries from warnings on: their details are not known to be free of secrets.
 */
final class Logging {
  // Held, because the JDK forgets the level of a logger that nobody holds.
  private static final Logger OURS = Logger.getLogger("io.edgeveil");
  private static final Logger ROOT = Logger.getLogger("");

  /**
   * These log with a stack trace what they report to us anyway, and we say in a sentence. Our
   * connectors log under our name, by their superclasses.
   */
  private static final List<Logger> TALKATIVE =
      List.of(
          Logger.getLogger("org.eclipse.californium"),
          Logger.getLogger("io.netty"),
          Logger.getLogger("io.edgeveil.sensor.transport.coap"));

  private Logging() {}

  static void toStandardError(LogLevel level) {
    for (Handler handler : ROOT.getHandlers()) {
      ROOT.removeHandler(handler);
    }
    ConsoleHandler handler = new ConsoleHandler();
    handler.setLevel(Level.ALL);
    handler.setFormatter(new OneLine());
    ROOT.addHandler(handler);
    boolean quieter = level.level().intValue() > Level.WARNING.intValue();
    ROOT.setLevel(quieter ? level.level() : Level.WARNING);
    OURS.setLevel(level.level());
    TALKATIVE.forEach(library -> library.setLevel(Level.SEVERE));
  }

  private static final class OneLine extends Formatter {
    @Override
    public String format(LogRecord entry) {
      StringWriter text = new StringWriter();
      String logger = String.valueOf(entry.getLoggerName());
      text.append(
          String.format(
              Locale.ROOT,
              "%1$tT.%1$tL %2$s %3$s: %4$s%n",
              entry.getMillis(),
              entry.getLevel().getName(),
              logger.substring(logger.lastIndexOf('.') + 1),
              FailureLine.oneLine(formatMessage(entry))));
      if (entry.getThrown() != null) {
        entry.getThrown().printStackTrace(new PrintWriter(text, true));
      }
      return text.toString();
    }
  }
}
