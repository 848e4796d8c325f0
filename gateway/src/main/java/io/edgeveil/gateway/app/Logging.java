package io.edgeveil.gateway.app;

import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * The log, set up before the first logger is made: HiveMQ's jar holds a {@code logback.xml} at its
 * root that would be taken otherwise.
 */
final class Logging {
  private static final String CONFIGURATION = "logback.configurationFile";
  private static final String TARGET = "edgeveil.log.target";

  private Logging() {}

  /**
   * Sets it up, unless the system properties name another configuration.
   *
   * @param toStandardError whether standard output is for a program to read
   */
  static void start(boolean toStandardError) {
    if (System.getProperty(CONFIGURATION) == null) {
      System.setProperty(CONFIGURATION, "edgeveil-gateway-logback.xml");
    }
    System.setProperty(TARGET, toStandardError ? "System.err" : "System.out");
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
  }
}
