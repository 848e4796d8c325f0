package io.edgeveil.sensor.inference;

import io.edgeveil.pads.role.GatewayRole;
import io.edgeveil.pads.role.GatewayRoleException;
import io.edgeveil.pads.role.Party;
import io.edgeveil.pads.store.DeviceBundle;
import java.io.IOException;
import java.io.Serial;
import java.util.List;

/** One gateway would both compute for this device and deal to it, or that cannot be excluded. */
public final class SameGatewayException extends InferenceException {
  @Serial private static final long serialVersionUID = 1L;

  private SameGatewayException(String message, Throwable cause) {
    super(message, cause);
  }

  /**
   * Gives parties the role of one that computes, for good, written down before anything is asked.
   *
   * @throws SameGatewayException if one of them deals, or dealt a pad set that is here
   */
  public static void admitComputing(DeviceBundle bundle, List<Party> parties)
      throws SameGatewayException {
    for (Party party : parties) {
      admit(party, () -> bundle.roles().admit(GatewayRole.COMPUTES, party));
    }
  }

  /**
   * Gives parties the role of one that deals, for good, written down before anything is asked.
   *
   * @throws SameGatewayException if one of them computes
   */
  public static void admitDealing(DeviceBundle bundle, List<Party> parties)
      throws SameGatewayException {
    for (Party party : parties) {
      admit(party, () -> bundle.roles().admit(GatewayRole.DEALS, party));
    }
  }

  /** The same, also written into the set in the making that they deal. */
  static void admitDealing(DeviceBundle bundle, List<Party> parties, String padFile)
      throws SameGatewayException {
    for (Party party : parties) {
      admit(party, () -> bundle.admitDealer(padFile, party));
    }
  }

  /** Writing a role down. */
  private interface Note {
    void write() throws GatewayRoleException, IOException;
  }

  private static void admit(Party party, Note note) throws SameGatewayException {
    try {
      note.write();
    } catch (GatewayRoleException e) {
      throw new SameGatewayException(e.getMessage(), e);
    } catch (IOException e) {
      throw new SameGatewayException(
          "the role of " + party + " could not be written to the bundle", e);
    }
  }

  @Override
  boolean isPassing() {
    return false;
  }
}
