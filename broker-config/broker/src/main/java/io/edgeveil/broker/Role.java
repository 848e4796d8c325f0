package io.edgeveil.broker;

import java.util.Locale;

/** What an account is for; {@link Permissions} says what it may do. */
public enum Role {
  /** A sensor: its own requests, replies and status. */
  DEVICE,
  /** A gateway: all devices' requests addressed to it, and its own status. */
  GATEWAY,
  /** A person with a tool, or Home Assistant: reads the status of all and is sent no tensors. */
  VIEWER;

  /** The name in the accounts file, in lower case. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The role of a name as {@link #key()} gives it.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Role ofKey(String key) {
    for (Role role : values()) {
      if (role.key().equals(key)) {
        return role;
      }
    }
    throw new IllegalArgumentException("a role is device, gateway or viewer, got '" + key + "'");
  }
}
