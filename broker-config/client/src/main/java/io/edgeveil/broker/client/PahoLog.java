package io.edgeveil.broker.client;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.MissingResourceException;
import java.util.ResourceBundle;
import org.eclipse.paho.mqttv5.client.logging.Logger;
import org.eclipse.paho.mqttv5.client.logging.LoggerFactory;

/**
 * What Paho logs, as far as it is fit for a log, and for debugging alone: what is severe ends the
 * connection, and {@link BrokerConnection} tells that in words for its user.
 *
 * <p><b>Guarantee.</b> However logging is configured, no password and no payload is logged by Paho.
 * Its messages below a warning print whole packets, and a CONNECT packet prints its password; so
 * they end here. Of what goes into a warning only texts and numbers are printed.
 *
 * <p>Public because Paho makes it by its name; used by {@link #install} alone.
 */
public final class PahoLog implements Logger {
  private org.slf4j.Logger log;
  private ResourceBundle messages;

  /** For Paho. */
  public PahoLog() {}

  /** Makes Paho log here; before it makes its first logger. */
  static void install() {
    LoggerFactory.setLogger(PahoLog.class.getName());
  }

  @Override
  public void initialise(ResourceBundle catalogue, String loggerId, String resourceName) {
    messages = catalogue;
    log = org.slf4j.LoggerFactory.getLogger(loggerId);
  }

  @Override
  public void setResourceName(String resourceName) {
    // names the client in details, which end here
  }

  @Override
  public boolean isLoggable(int level) {
    return level == SEVERE || level == WARNING;
  }

  @Override
  public void log(
      int level, String type, String method, String message, Object[] inserts, Throwable thrown) {
    if (isLoggable(level) && log.isDebugEnabled()) {
      log.debug(formatMessage(message, inserts), thrown);
    }
  }

  @Override
  public void trace(
      int level, String type, String method, String message, Object[] inserts, Throwable thrown) {
    log(level, type, method, message, inserts, thrown);
  }

  @Override
  public String formatMessage(String message, Object[] inserts) {
    String pattern = message;
    try {
      pattern = messages.getString(message);
    } catch (MissingResourceException e) {
      log.trace("{} is a text, not the key of one", message);
    }
    if (inserts == null) {
      return pattern;
    }
    Object[] fit = new Object[inserts.length];
    for (int i = 0; i < inserts.length; i++) {
      Object insert = inserts[i];
      boolean isPlain = insert == null || insert instanceof String || insert instanceof Number;
      fit[i] = isPlain ? insert : insert.getClass().getSimpleName();
    }
    return new MessageFormat(pattern, Locale.ROOT).format(fit);
  }

  @Override
  public void dumpTrace() {
    // nothing is kept
  }

  @Override
  public void severe(String type, String method, String message) {
    log(SEVERE, type, method, message, null, null);
  }

  @Override
  public void severe(String type, String method, String message, Object[] inserts) {
    log(SEVERE, type, method, message, inserts, null);
  }

  @Override
  public void severe(
      String type, String method, String message, Object[] inserts, Throwable thrown) {
    log(SEVERE, type, method, message, inserts, thrown);
  }

  @Override
  public void warning(String type, String method, String message) {
    log(WARNING, type, method, message, null, null);
  }

  @Override
  public void warning(String type, String method, String message, Object[] inserts) {
    log(WARNING, type, method, message, inserts, null);
  }

  @Override
  public void warning(
      String type, String method, String message, Object[] inserts, Throwable thrown) {
    log(WARNING, type, method, message, inserts, thrown);
  }

  @Override
  public void info(String type, String method, String message) {
    log(INFO, type, method, message, null, null);
  }

  @Override
  public void info(String type, String method, String message, Object[] inserts) {
    log(INFO, type, method, message, inserts, null);
  }

  @Override
  public void info(String type, String method, String message, Object[] inserts, Throwable thrown) {
    log(INFO, type, method, message, inserts, thrown);
  }

  @Override
  public void config(String type, String method, String message) {
    log(CONFIG, type, method, message, null, null);
  }

  @Override
  public void config(String type, String method, String message, Object[] inserts) {
    log(CONFIG, type, method, message, inserts, null);
  }

  @Override
  public void config(
      String type, String method, String message, Object[] inserts, Throwable thrown) {
    log(CONFIG, type, method, message, inserts, thrown);
  }

  @Override
  public void fine(String type, String method, String message) {
    log(FINE, type, method, message, null, null);
  }

  @Override
  public void fine(String type, String method, String message, Object[] inserts) {
    log(FINE, type, method, message, inserts, null);
  }

  @Override
  public void fine(String type, String method, String message, Object[] inserts, Throwable thrown) {
    log(FINE, type, method, message, inserts, thrown);
  }

  @Override
  public void finer(String type, String method, String message) {
    log(FINER, type, method, message, null, null);
  }

  @Override
  public void finer(String type, String method, String message, Object[] inserts) {
    log(FINER, type, method, message, inserts, null);
  }

  @Override
  public void finer(
      String type, String method, String message, Object[] inserts, Throwable thrown) {
    log(FINER, type, method, message, inserts, thrown);
  }

  @Override
  public void finest(String type, String method, String message) {
    log(FINEST, type, method, message, null, null);
  }

  @Override
  public void finest(String type, String method, String message, Object[] inserts) {
    log(FINEST, type, method, message, inserts, null);
  }

  @Override
  public void finest(
      String type, String method, String message, Object[] inserts, Throwable thrown) {
    log(FINEST, type, method, message, inserts, thrown);
  }
}
