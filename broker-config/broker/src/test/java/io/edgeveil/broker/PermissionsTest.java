package io.edgeveil.broker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** The table of who may do what, row by row; {@code AccessIT} puts the same rows to the broker. */
class PermissionsTest {

  static final String ROWS = "/permissions.csv";

  @ParameterizedTest
  @CsvFileSource(resources = ROWS, numLinesToSkip = 1)
  void allowsExactlyTheTable(Role role, String name, String action, String topic, boolean allowed) {
    Permissions permissions = Permissions.of(new Account(name, role));
    boolean answer =
        switch (action) {
          case "publish" -> permissions.mayPublish(topic, false);
          case "retain" -> permissions.mayPublish(topic, true);
          case "subscribe" -> permissions.maySubscribe(topic);
          default -> throw new IllegalArgumentException(action);
        };
    assertThat(answer).as("%s %s: %s %s", role, name, action, topic).isEqualTo(allowed);
  }
}
