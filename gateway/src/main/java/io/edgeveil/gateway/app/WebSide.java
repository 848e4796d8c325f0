package io.edgeveil.gateway.app;

import java.net.InetAddress;
import java.util.List;
import java.util.OptionalInt;

/**
 * Where a gateway listens for HTTP: on loopback without TLS; at any other address with TLS, for
 * viewers.
 *
 * @param port 0 for any free one; empty for none
 * @param bindAddress where it listens
 * @param hosts names and addresses for the certificate; the first one is shown
 */
public record WebSide(OptionalInt port, InetAddress bindAddress, List<String> hosts) {
  /** Nowhere. */
  public static final WebSide OFF =
      new WebSide(OptionalInt.empty(), InetAddress.getLoopbackAddress(), List.of());

  /** On loopback, at any free port. */
  public static WebSide anyPort() {
    return new WebSide(OptionalInt.of(0), InetAddress.getLoopbackAddress(), List.of());
  }

  /** At an address and any free port. */
  public static WebSide anyPortAt(InetAddress address) {
    return new WebSide(OptionalInt.of(0), address, List.of());
  }

  boolean isOff() {
    return port.isEmpty();
  }

  boolean isSecure() {
    return !bindAddress.isLoopbackAddress();
  }
}
