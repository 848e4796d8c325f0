package io.edgeveil.gateway.serving;

import io.edgeveil.core.wire.ChunkHeader;

/** What a gateway is to one device, for good: whoever is both reads what the device hides. */
public enum Role {
  /** It sees masked tensors. */
  COMPUTES,
  /** It sees masks. */
  DEALS;

  static Role wantedBy(ChunkHeader header) {
    return header.kind() == ChunkHeader.Kind.SEED ? DEALS : COMPUTES;
  }
}
