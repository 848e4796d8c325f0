package io.edgeveil.pads.role;

/** What a gateway does for a device. */
public enum GatewayRole {
  /** Sees masked tensors. */
  COMPUTES,
  /** Sees masks. */
  DEALS;

  GatewayRole other() {
    return this == COMPUTES ? DEALS : COMPUTES;
  }
}
