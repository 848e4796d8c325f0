package io.edgeveil.broker;

import io.edgeveil.core.wire.Ids;
import java.io.IOException;
import java.util.Objects;

/**
 * Someone who may connect.
 *
 * @param name the user name: the id of the device or gateway, or a viewer's name, which has the
 *     form of an id too
 * @param role what the account is for
 */
public record Account(String name, Role role) {

  public Account {
    Ids.requireId("account name", name);
    Objects.requireNonNull(role, "role");
  }

  /**
   * Whether the account may use an MQTT client id: its own name, alone or followed by a dot and
   * anything. Names have no dots, so nobody can take over another's connection by taking its client
   * id. A viewer may also use any id that the name of no other account claims, since its tools make
   * up their own.
   */
  boolean mayUseClientId(String clientId, Accounts accounts) throws IOException {
    int dot = clientId.indexOf('.');
    String claimed = dot < 0 ? clientId : clientId.substring(0, dot);
    return claimed.equals(name) || (role == Role.VIEWER && !accounts.contains(claimed));
  }
}
