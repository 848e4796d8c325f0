package io.edgeveil.gateway.web;

/**
 * The limits that the JDK's HTTP server takes from system properties, read when its first instance
 * is made. A property that was set on the command line stays as it is.
 */
final class ServerLimits {
  /** Connections open at once; one more is closed as soon as it is accepted. */
  static final int CONNECTIONS = 64;

  /** Bytes of a request's line and headers. */
  static final int HEADER_BYTES = 16_384;

  /** Seconds that a request, TLS handshake included, may take to arrive. */
  static final int REQUEST_SECONDS = 10;

  private ServerLimits() {}

  /** To be called before anything of the server is. */
  static void set() {
    set("jdk.httpserver.maxConnections", CONNECTIONS);
    set("sun.net.httpserver.maxReqHeaders", 60);
    set("sun.net.httpserver.maxReqHeaderSize", HEADER_BYTES);
    set("sun.net.httpserver.maxReqTime", REQUEST_SECONDS);
    set("sun.net.httpserver.idleInterval", REQUEST_SECONDS);
    set("sun.net.httpserver.maxIdleConnections", CONNECTIONS / 2);
    set("sun.net.httpserver.drainAmount", 1024);
    if (System.getProperty("sun.net.httpserver.nodelay") == null) {
      System.setProperty("sun.net.httpserver.nodelay", "true");
    }
  }

  private static void set(String property, int value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, String.valueOf(value));
    }
  }
}
