package io.edgeveil.gateway.status;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * {@code state}: whether the gateway is there. Also the last will.
 *
 * @param state {@code online} or {@code offline}
 * @param since ISO 8601, when it came online; null when offline
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record State(String state, String since) {
  static State online(String since) {
    return new State("online", since);
  }

  static State offline() {
    return new State("offline", null);
  }
}
