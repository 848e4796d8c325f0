package io.edgeveil.gateway.coap;

import io.edgeveil.broker.certificate.DeviceKeys;
import io.edgeveil.broker.certificate.ServerIdentity;
import java.net.InetAddress;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Where a gateway listens for CoAP. Each port is one of UDP and of TCP.
 *
 * @param plainPort on loopback without encryption; 0 for any free one; empty for none
 * @param secure with DTLS and TLS; empty for none
 */
public record CoapListeners(OptionalInt plainPort, Optional<Secure> secure) {

  /**
   * With DTLS and TLS.
   *
   * @param bindAddress where it listens
   * @param port 0 for any free one
   * @param identity what it shows and whom it trusts
   * @param keys of devices
   */
  public record Secure(
      InetAddress bindAddress, int port, ServerIdentity identity, DeviceKeys keys) {}

  /** On loopback without encryption alone. */
  public static CoapListeners plain(int port) {
    return new CoapListeners(OptionalInt.of(port), Optional.empty());
  }
}
