package io.edgeveil.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.edgeveil.broker.client.AccessRefusedException;
import io.edgeveil.broker.client.BrokerConnection;
import io.edgeveil.broker.client.BrokerException;
import io.edgeveil.broker.client.ConnectionSettings;
import io.edgeveil.broker.client.Credentials;
import io.edgeveil.broker.client.OutgoingMessage;
import io.edgeveil.broker.client.RefusedException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Who gets in; {@link PlaintextAccessIT} puts the whole table of {@link Permissions} to the broker.
 */
class AccessIT {

  @TempDir static Path folder;
  private static TestBroker broker;

  @BeforeAll
  static void start() throws Exception {
    broker = TestBroker.start(folder);
  }

  @AfterAll
  static void stop() {
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

  private static BrokerConnection open(ConnectionSettings settings)
      throws BrokerException, InterruptedException {
    return BrokerConnection.open(settings, new Mailbox());
  }
}
