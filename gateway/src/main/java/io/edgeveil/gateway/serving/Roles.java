package io.edgeveil.gateway.serving;

import io.edgeveil.core.wire.ChunkHeader;
import io.edgeveil.core.wire.Problem;
import java.util.HashMap;
import java.util.Map;

/**
 * Whether this gateway computes for a device or deals to it, for good: whoever sees both the mask
 * and the masked tensor reads what is masked. Guarded by the core's lock.
 *
 * <p>The honest gateway's part of that promise only; the sensor does not ask one gateway for both
 * either.
 */
final class Roles {
  private enum Role {
    COMPUTES,
    DEALS
  }

  private final Map<String, Role> byDevice = new HashMap<>();
  private final boolean dealer;

  /** A gateway that deals where it does not compute, or one that never deals. */
  Roles(boolean dealer) {
    this.dealer = dealer;
  }

  /**
   * Holds a chunk's kind against the role.
   *
   * @throws RefusedException if it asks for the other one
   */
  void require(String device, ChunkHeader header) throws RefusedException {
    if (wanted(header) == Role.DEALS && !dealer) {
      throw RefusedException.of(
          Problem.Type.NOT_A_DEALER,
          "this gateway takes no seeds; one started with run --deal does",
          header);
    }
    Role role = byDevice.get(device);
    if (role != null && role != wanted(header)) {
      throw RefusedException.of(
          Problem.Type.OTHER_ROLE,
          role == Role.DEALS
              ? "this gateway deals pads to this device and must not see its masked tensors"
              : "this gateway computes for this device and must not see its masks",
          header);
    }
  }

  /** Fixes the role by the first chunk that was taken in. */
  void took(String device, ChunkHeader header) {
    byDevice.putIfAbsent(device, wanted(header));
  }

  private static Role wanted(ChunkHeader header) {
    return header.kind() == ChunkHeader.Kind.SEED ? Role.DEALS : Role.COMPUTES;
  }
}
