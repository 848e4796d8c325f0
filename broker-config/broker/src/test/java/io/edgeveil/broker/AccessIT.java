package io.edgeveil.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.edgeveil.broker.client.AccessRefusedException;
import io.edgeveil.broker.client.BrokerConnection;
import io.edgeveil.broker.client.BrokerException;
import io.edgeveil.broker.client.ConnectionSettings;
import io.edgeveil.broker.client.Credentials;
import io.edgeveil.broker.client.OutgoingMessage;
import io.edgeveil.broker.client.Qos;
import io.edgeveil.broker.client.RefusedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** Who gets in, and that the broker enforces the table of {@link Permissions}, row by row. */
class AccessIT {

  @TempDir static Path folder;
  private static TestBroker broker;
  private static final Map<String, BrokerConnection> connections = new HashMap<>();

  @BeforeAll
  static void start() throws Exception {
    broker = TestBroker.start(folder);
  }

  @AfterAll
  static void stop() {
    connections.values().forEach(BrokerConnection::close);
    broker.close();
  }

  @Test
  void anonymousIsRefused() {
    assertThatExceptionOfType(AccessRefusedException.class)
        .isThrownBy(() -> open(ConnectionSettings.to(broker.address(), "cam-1")))
        .withMessage(
            "the broker at "
                + broker.address()
                + " refused an anonymous client: not authorised (135)")
        .satisfies(refused -> assertThat(refused.reasonCode()).isEqualTo(135));
  }

  @Test
  void aWrongPasswordIsRefused() {
    for (String user : new String[] {"cam-1", "nobody", "Not An Id"}) {
      ConnectionSettings settings =
          ConnectionSettings.to(broker.address(), "cam-1")
              .withCredentials(Credentials.of(user, "wrong".toCharArray()));
      assertThatExceptionOfType(AccessRefusedException.class)
          .isThrownBy(() -> open(settings))
          .withMessage(
              "the broker at "
                  + broker.address()
                  + " refused user '"
                  + user
                  + "': wrong user name or password (134)");
    }
  }

  @Test
  void nobodyTakesAnothersClientId() {
    ConnectionSettings settings =
        ConnectionSettings.to(broker.address(), "gw")
            .withCredentials(Credentials.of("cam-1", TestBroker.secret("cam-1")));
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> open(settings))
        .satisfies(refused -> assertThat(refused.reasonCode()).isEqualTo(133));
  }

  @Test
  void anAccountAddedWhileTheBrokerRunsGetsInAndOneRemovedDoesNot() throws Exception {
    broker.accounts.add("cam-9", Role.DEVICE, TestBroker.secret("cam-9"));
    open(broker.settings("cam-9")).close();
    broker.accounts.remove("cam-9");
    assertThatExceptionOfType(AccessRefusedException.class)
        .isThrownBy(() -> open(broker.settings("cam-9")));
  }

  @Test
  void aBrokenAccountsFileLetsNobodyOfItIn() throws Exception {
    Path file = folder.resolve("accounts");
    broker.accounts.add("cam-8", Role.DEVICE, TestBroker.secret("cam-8"));
    String good = Files.readString(file);
    Files.writeString(file, good + "nonsense\n");
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> open(broker.settings("cam-8")))
        .satisfies(refused -> assertThat(refused.reasonCode()).isEqualTo(136));
    Files.writeString(file, good);
    open(broker.settings("cam-8")).close();
  }

  @Test
  void aLastWillNeedsPermissionToo() {
    assertThatExceptionOfType(AccessRefusedException.class)
        .isThrownBy(
            () ->
                open(
                    broker
                        .settings("cam-1")
                        .withWill(
                            OutgoingMessage.of("edgeveil/device/cam-2/state", new byte[0])
                                .retained())))
        .satisfies(refused -> assertThat(refused.reasonCode()).isEqualTo(135));
  }

  @ParameterizedTest
  @CsvFileSource(resources = PermissionsTest.ROWS, numLinesToSkip = 1)
  void theBrokerEnforcesTheTable(
      Role role, String name, String action, String topic, boolean allowed) throws Exception {
    BrokerConnection connection = connection(name);
    assertThat(role).isNotNull();
    if (allowed) {
      ask(connection, action, topic);
      assertThat(connection.isOpen()).isTrue();
    } else {
      assertThatExceptionOfType(AccessRefusedException.class)
          .as("%s: %s %s", name, action, topic)
          .isThrownBy(() -> ask(connection, action, topic))
          .satisfies(refused -> assertThat(refused.reasonCode()).isEqualTo(135));
      if (!action.equals("subscribe")) {
        // HiveMQ ends the connection of who publishes where it must not.
        connections.remove(name).close();
      }
    }
  }

  private static void ask(BrokerConnection connection, String action, String topic)
      throws BrokerException, InterruptedException {
    OutgoingMessage message =
        OutgoingMessage.of(topic.replace('+', 'x').replace('#', 'x'), new byte[10]);
    switch (action) {
      case "publish" -> connection.deliver(message);
      case "retain" -> connection.deliver(message.retained());
      case "subscribe" -> connection.subscribe(topic, Qos.AT_LEAST_ONCE);
      default -> throw new IllegalArgumentException(action);
    }
  }

  /** One connection for each account, as long as it lasts. */
  private static BrokerConnection connection(String name) throws Exception {
    if (!connections.containsKey(name)) {
      connections.put(name, open(broker.settings(name)));
    }
    return connections.get(name);
  }

  private static BrokerConnection open(ConnectionSettings settings)
      throws BrokerException, InterruptedException {
    return BrokerConnection.open(settings, new Mailbox());
  }
}
