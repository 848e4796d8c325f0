package io.edgeveil.broker.client;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Objects;

/**
 * Where a broker listens: {@code tcp://host:port}.
 *
 * @param host name or address, an IPv6 address without brackets
 * @param port 1..65535
 */
public record BrokerAddress(String host, int port) {

  /** The port of MQTT without TLS when an address names none. */
  public static final int DEFAULT_PORT = 1883;

  public BrokerAddress {
    Objects.requireNonNull(host, "host");
    if (host.isBlank() || port < 1 || port > 65_535) {
      throw new IllegalArgumentException(
          "a broker address needs a host and a port of 1..65535, got '" + host + "' and " + port);
    }
  }

  /**
   * Reads {@code tcp://host[:port]}; {@code mqtt://} is the same.
   *
   * @throws IllegalArgumentException if the text is anything else
   */
  public static BrokerAddress parse(String text) {
    try {
      URI uri = new URI(text.strip());
      boolean plain = "tcp".equals(uri.getScheme()) || "mqtt".equals(uri.getScheme());
      boolean bare =
          uri.getUserInfo() == null && uri.getQuery() == null && uri.getFragment() == null;
      boolean noPath =
          uri.getPath() == null || uri.getPath().isEmpty() || uri.getPath().equals("/");
      if (plain && bare && noPath && uri.getHost() != null) {
        String host = uri.getHost().replaceAll("^\\[|\\]$", "");
        return new BrokerAddress(host, uri.getPort() == -1 ? DEFAULT_PORT : uri.getPort());
      }
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(wanted(text), e);
    }
    throw new IllegalArgumentException(wanted(text));
  }

  private static String wanted(String text) {
    return "a broker address is tcp://host:port, got '" + text + "'";
  }

  /** The address as {@code tcp://host:port}. */
  @Override
  public String toString() {
    return "tcp://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
