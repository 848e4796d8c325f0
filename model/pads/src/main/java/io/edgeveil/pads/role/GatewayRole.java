package io.edgeveil.pads.role;

import java.util.Locale;

/** What a gateway does for a device. */
public enum GatewayRole {
  /** Sees masked tensors. */
  COMPUTES,
  /** Sees masks. */
  DEALS;

  GatewayRole other() {
    return this == COMPUTES ? DEALS : COMPUTES;
  }

  /** Before the name of a party in the name of a file. */
  String prefix() {
    return name().toLowerCase(Locale.ROOT) + ".";
  }
}
