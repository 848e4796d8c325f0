package io.edgeveil.sensor.inference;

import io.edgeveil.pads.role.GatewayRole;
import io.edgeveil.pads.role.GatewayRoleException;
import io.edgeveil.pads.store.DeviceBundle;
import java.io.IOException;
import java.io.Serial;

/** One gateway would both compute for this device and deal to it, or that cannot be excluded. */
public final class SameGatewayException extends InferenceException {
  @Serial private static final long serialVersionUID = 1L;

  private SameGatewayException(String message, Throwable cause) {
    super(message, cause);
  }

  /**
   * Gives a party a role for good, written down before it is asked for anything.
   *
   * @param kind of party: gateway or broker
   * @throws SameGatewayException if it has the other role
   */
  public static void admit(DeviceBundle bundle, GatewayRole role, String kind, String party)
      throws SameGatewayException {
    try {
      bundle.roles().admit(role, kind, party);
    } catch (GatewayRoleException e) {
      throw new SameGatewayException(e.getMessage(), e);
    } catch (IOException e) {
      throw new SameGatewayException(
          "the role of " + kind + " " + party + " could not be written to the bundle", e);
    }
  }

  @Override
  boolean isPassing() {
    return false;
  }
}
