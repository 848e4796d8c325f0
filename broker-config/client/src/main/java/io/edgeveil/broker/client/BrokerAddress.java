package io.edgeveil.broker.client;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where a broker listens: {@code mqtts://host:port} with TLS, {@code tcp://host:port} without.
 *
 * @param host name or address, an IPv6 address without brackets
 * @param port 1..65535
 * @param isTls whether TLS is spoken there
 */
public record BrokerAddress(String host, int port, boolean isTls) {

  /** The port of MQTT without TLS when an address names none. */
  public static final int DEFAULT_PORT = 1883;

  /** The port of MQTT over TLS when an address names none. */
  public static final int DEFAULT_TLS_PORT = 8883;

  private static final Set<String> PLAIN_SCHEMES = Set.of("tcp", "mqtt");
  private static final Set<String> TLS_SCHEMES = Set.of("mqtts", "ssl", "tls");
  private static final Pattern LOOPBACK_V4 = Pattern.compile("127(\\.\\d{1,3}){3}");

  public BrokerAddress {
    Objects.requireNonNull(host, "host");
    if (host.isBlank() || port < 1 || port > 65_535) {
      throw new IllegalArgumentException(
          "a broker address needs a host and a port of 1..65535, got '" + host + "' and " + port);
    }
  }

  /** Without TLS. */
  public BrokerAddress(String host, int port) {
    this(host, port, false);
  }

  /** With TLS. */
  public static BrokerAddress tls(String host, int port) {
    return new BrokerAddress(host, port, true);
  }

  /**
   * Reads {@code mqtts://host[:port]} ({@code ssl://} and {@code tls://} are the same) or {@code
   * tcp://host[:port]} ({@code mqtt://} is the same).
   *
   * @throws IllegalArgumentException if the text is anything else
   */
  public static BrokerAddress parse(String text) {
    try {
      URI uri = new URI(text.strip());
      boolean tls = TLS_SCHEMES.contains(String.valueOf(uri.getScheme()));
      boolean known = tls || PLAIN_SCHEMES.contains(String.valueOf(uri.getScheme()));
      boolean bare =
          uri.getUserInfo() == null && uri.getQuery() == null && uri.getFragment() == null;
      boolean noPath =
          uri.getPath() == null || uri.getPath().isEmpty() || uri.getPath().equals("/");
      if (known && bare && noPath && uri.getHost() != null) {
        String host = uri.getHost().replaceAll("^\\[|\\]$", "");
        int usual = tls ? DEFAULT_TLS_PORT : DEFAULT_PORT;
        return new BrokerAddress(host, uri.getPort() == -1 ? usual : uri.getPort(), tls);
      }
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(wanted(text), e);
    }
    throw new IllegalArgumentException(wanted(text));
  }

  private static String wanted(String text) {
    return "a broker address is mqtts://host:port (or tcp://host:port, without TLS), got '"
        + text
        + "'";
  }

  /**
   * Whether what is sent there stays on this machine: a loopback address as it is written, or the
   * name localhost. Other names are not looked up, since what they mean can change.
   */
  public boolean isLoopback() {
    return host.equalsIgnoreCase("localhost")
        || LOOPBACK_V4.matcher(host).matches()
        || host.equals("::1")
        || host.equals("0:0:0:0:0:0:0:1");
  }

  /** What Paho is told: to it every connection is plain TCP, whatever the socket does within. */
  String tcpUri() {
    return "tcp://" + authority();
  }

  private String authority() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }

  /** The address as {@code mqtts://host:port} or {@code tcp://host:port}. */
  @Override
  public String toString() {
    return (isTls ? "mqtts://" : "tcp://") + authority();
  }
}
