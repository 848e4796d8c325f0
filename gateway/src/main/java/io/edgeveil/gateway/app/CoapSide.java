package io.edgeveil.gateway.app;

import java.util.OptionalInt;

/**
 * Where a gateway listens for CoAP.
 *
 * @param plainPort on loopback without encryption; 0 for any free one; empty for none
 */
public record CoapSide(OptionalInt plainPort) {
  /** Nowhere. */
  public static final CoapSide OFF = new CoapSide(OptionalInt.empty());

  /** On loopback, at any free port. */
  public static CoapSide anyPort() {
    return new CoapSide(OptionalInt.of(0));
  }
}
