package io.edgeveil.pads.role;

import io.edgeveil.pads.PadsException;
import java.io.Serial;

/** Somebody has the other role for this bundle. */
public final class GatewayRoleException extends PadsException {
  @Serial private static final long serialVersionUID = 1L;

  GatewayRoleException(GatewayRole role, Object party) {
    super(
        role == GatewayRole.DEALS
            ? party
                + " computes for this device: as dealer it would see masks and masked tensors, and"
                + " so every input; take a dealer that somebody else runs"
            : party
                + " deals pads to this device: if it computed too, it would see masks and masked"
                + " tensors, and so every input");
  }
}
