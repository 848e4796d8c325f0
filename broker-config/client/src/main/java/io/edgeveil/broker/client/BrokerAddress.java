package io.edgeveil.broker.client;

import java.util.Set;

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

  public BrokerAddress {
    AddressParts.require("a broker address", host, port);
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
    return AddressParts.of(text)
        .filter(parts -> isTls(parts) || PLAIN_SCHEMES.contains(parts.scheme()))
        .map(
            parts -> {
              int usual = isTls(parts) ? DEFAULT_TLS_PORT : DEFAULT_PORT;
              return new BrokerAddress(parts.host(), parts.port().orElse(usual), isTls(parts));
            })
        .orElseThrow(() -> new IllegalArgumentException(wanted(text)));
  }

  private static boolean isTls(AddressParts parts) {
    return TLS_SCHEMES.contains(parts.scheme());
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
    return AddressParts.isLoopback(host);
  }

  /** What Paho is told: to it every connection is plain TCP, whatever the socket does within. */
  String tcpUri() {
    return "tcp://" + authority();
  }

  private String authority() {
    return AddressParts.authority(host, port);
  }

  /** The address as {@code mqtts://host:port} or {@code tcp://host:port}. */
  @Override
  public String toString() {
    return (isTls ? "mqtts://" : "tcp://") + authority();
  }
}
