package io.edgeveil.broker.client;

import java.net.IDN;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Locale;
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
  private static final Pattern ADDRESS =
      Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*(%.+)?");
  private static final String LABEL = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";
  private static final Pattern NAME =
      Pattern.compile("(?=.{1,253}$)" + LABEL + "(\\." + LABEL + ")*");

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

  /** Whether a host without brackets is an address and no name, by how it is written. */
  public static boolean isAddress(String host) {
    return ADDRESS.matcher(host).matches();
  }

  /**
   * A host that stands alone: a name (RFC 1123, section 2.1) or an address.
   *
   * @return in lower case, without the brackets of an IPv6 address and the last dot of a name
   * @throws IllegalArgumentException saying what it is instead
   */
  public static String host(String text) {
    String host = text.strip().toLowerCase(Locale.ROOT).replaceAll("^\\[(.*:.*)]$", "$1");
    host = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    if (isAddress(host) ? isLiteral(host) : NAME.matcher(host).matches()) {
      return host;
    }
    throw new IllegalArgumentException("'" + text + "' is no host: " + whyNot(host));
  }

  private static boolean isLiteral(String address) {
    try {
      var unused = InetAddress.getByName(address);
      return true;
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private static String whyNot(String host) {
    if (host.matches("[^:]+:\\d+|\\[.*]:\\d+") || host.contains("/")) {
      return "a name or an address is wanted, without port or scheme";
    }
    if (host.codePoints().anyMatch(character -> character > 127)) {
      try {
        return "write it as DNS has it, " + IDN.toASCII(host);
      } catch (IllegalArgumentException e) {
        return "it has letters that no name has";
      }
    }
    return "a name has letters, digits and '-', in parts of up to 63 with dots between";
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
