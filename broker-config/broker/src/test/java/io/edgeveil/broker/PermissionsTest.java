package io.edgeveil.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/**
 * The table of who may do what, row by row; {@link AccessContract} puts the same rows to brokers.
 */
class PermissionsTest {

  static final String ROWS = "/permissions.csv";
  static final Map<String, Role> ROLES =
      Map.of(
          "cam-1", Role.DEVICE,
          "cam-2", Role.DEVICE,
          "gw", Role.GATEWAY,
          "gw-2", Role.GATEWAY,
          "ann", Role.VIEWER,
          "ann-2", Role.VIEWER);

  @ParameterizedTest
  @CsvFileSource(resources = ROWS, useHeadersInDisplayName = true)
  void allowsExactlyTheTable(String name, String action, String topic, String outcome) {
    assumeTrue(ROLES.containsKey(name), "who is not let in has no permissions");
    Permissions permissions = Permissions.of(new Account(name, ROLES.get(name)));
    boolean answer =
        switch (action) {
          case "publish" -> permissions.mayPublish(topic, false);
          case "retain", "will" -> permissions.mayPublish(topic, true);
          case "subscribe" -> permissions.maySubscribe(topic);
          case "receive" -> permissions.mayReceive(topic.split(" ", 2)[0]);
          case "take-over" -> false;
          case "connect" -> true;
          default -> throw new IllegalArgumentException(action);
        };
    assertThat(answer).as("%s: %s %s", name, action, topic).isEqualTo(outcome.equals("yes"));
  }

  @Test
  void aViewersOwnSubscriptionsAreWhatOthersAreGrantedByTopic() {
    assertThat(Permissions.of(new Account("ann", Role.VIEWER)).receivable())
        .containsExactly(
            "edgeveil/gateway/#",
            "edgeveil/device/#",
            "homeassistant/sensor/+/config",
            "homeassistant/status",
            "$SYS/#");
    assertThat(Permissions.of(new Account("cam-1", Role.DEVICE)).receivable())
        .containsExactly("edgeveil/reply/cam-1");
  }
}
