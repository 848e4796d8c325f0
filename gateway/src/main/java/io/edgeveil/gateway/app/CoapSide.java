package io.edgeveil.gateway.app;

import java.net.InetAddress;
import java.util.List;
import java.util.OptionalInt;

/**
 * Where a gateway listens for CoAP. Each port is one of UDP and of TCP.
 *
 * @param plainPort on loopback without encryption; 0 for any free one; empty for none
 * @param securePort with DTLS and TLS; 0 for any free one; empty for none
 * @param bindAddress where it listens with DTLS and TLS
 * @param hosts names and addresses for the certificate; devices are told the first
 */
public record CoapSide(
    OptionalInt plainPort, OptionalInt securePort, InetAddress bindAddress, List<String> hosts) {
  /** Nowhere. */
  public static final CoapSide OFF =
      new CoapSide(
          OptionalInt.empty(), OptionalInt.empty(), InetAddress.getLoopbackAddress(), List.of());

  /** On loopback with and without encryption, at any free ports. */
  public static CoapSide anyPorts() {
    return new CoapSide(
        OptionalInt.of(0), OptionalInt.of(0), InetAddress.getLoopbackAddress(), List.of());
  }

  boolean isOff() {
    return plainPort.isEmpty() && securePort.isEmpty();
  }
}
