package io.edgeveil.broker.client;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * What an address {@code scheme://host[:port]} is made of, whatever is spoken there.
 *
 * @param scheme as it is written
 * @param host name or address, an IPv6 address without brackets
 * @param port if it is written
 */
public record AddressParts(String scheme, String host, OptionalInt port) {
  private static final Pattern LOOPBACK_V4 = Pattern.compile("127(\\.\\d{1,3}){3}");

  /** The parts of a text; empty if it is no such address, or has a user, a path or a query. */
  public static Optional<AddressParts> of(String text) {
    URI uri;
    try {
      uri = new URI(text.strip());
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
    boolean bare = uri.getUserInfo() == null && uri.getQuery() == null && uri.getFragment() == null;
    boolean noPath = uri.getPath() == null || uri.getPath().isEmpty() || uri.getPath().equals("/");
    if (uri.getScheme() == null || uri.getHost() == null || !bare || !noPath) {
      return Optional.empty();
    }
    OptionalInt port = uri.getPort() == -1 ? OptionalInt.empty() : OptionalInt.of(uri.getPort());
    return Optional.of(
        new AddressParts(uri.getScheme(), uri.getHost().replaceAll("^\\[|\\]$", ""), port));
  }

  /**
   * Requires what every address has.
   *
   * @param what for the message, for example {@code a broker address}
   * @throws IllegalArgumentException if the host is blank or the port out of range
   */
  public static void require(String what, String host, int port) {
    if (host.isBlank() || port < 1 || port > 65_535) {
      throw new IllegalArgumentException(
          what + " needs a host and a port of 1..65535, got '" + host + "' and " + port);
    }
  }

  /**
   * Whether what is sent there stays on this machine: a loopback address as it is written, or the
   * name localhost. Other names are not looked up, since what they mean can change.
   */
  public static boolean isLoopback(String host) {
    return host.equalsIgnoreCase("localhost")
        || LOOPBACK_V4.matcher(host).matches()
        || host.equals("::1")
        || host.equals("0:0:0:0:0:0:0:1");
  }

  /** Host and port as they stand in a URI. */
  public static String authority(String host, int port) {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
