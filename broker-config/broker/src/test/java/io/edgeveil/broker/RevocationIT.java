package io.edgeveil.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.edgeveil.broker.certificate.CertificateId;
import io.edgeveil.broker.certificate.Issued;
import io.edgeveil.broker.certificate.Subject;
import io.edgeveil.broker.client.AccessRefusedException;
import io.edgeveil.broker.client.BrokerConnection;
import io.edgeveil.broker.client.BrokerException;
import io.edgeveil.broker.client.ConnectionSettings;
import io.edgeveil.broker.client.IncomingMessage;
import io.edgeveil.broker.client.OutgoingMessage;
import io.edgeveil.broker.client.Qos;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whoever loses its account, password or certificate loses its connection at once, though another
 * program changes the accounts; and who floods is slowed and put out.
 */
class RevocationIT {

  private static final DeviceQuota SMALL = new DeviceQuota(20, 1 << 20);

  @TempDir static Path folder;
  private static TestBroker broker;

  /** As another process would see the file. */
  private static Accounts elsewhere;

  @BeforeAll
  static void start() throws Exception {
    broker = TestBroker.startWithTls(folder, SMALL);
    elsewhere = Accounts.at(folder.resolve("accounts"));
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  private static ConnectionSettings byCertificate(String name) throws Exception {
    return ConnectionSettings.to(broker.tlsAddress(), name)
        .withIdentity(TestBroker.identity(folder, name));
  }

  private static void assertPutOut(Mailbox mailbox) throws Exception {
    assertThat(mailbox.lost.get(20, TimeUnit.SECONDS)).hasMessageContaining("revoked or replaced");
  }

  @Test
  void revokingDisconnectsAtOnceWhateverTheProof() throws Exception {
    TestBroker.enrol(folder, elsewhere, "cam-3", Role.DEVICE);
    TestBroker.enrol(folder, elsewhere, "cam-4", Role.DEVICE);
    Mailbox secure = new Mailbox();
    Mailbox plain = new Mailbox();
    Mailbox bystander = new Mailbox();
    try (BrokerConnection first = BrokerConnection.open(byCertificate("cam-3"), secure);
        BrokerConnection second =
            BrokerConnection.open(
                ConnectionSettings.to(broker.address(), "cam-3.two")
                    .withCredentials(broker.settings("cam-3").credentials().orElseThrow()),
                plain);
        BrokerConnection third = BrokerConnection.open(byCertificate("cam-4"), bystander)) {
      elsewhere.revoke("cam-3");
      assertPutOut(secure);
      assertPutOut(plain);
      assertThat(first.isOpen() || second.isOpen()).isFalse();
      third.deliver(OutgoingMessage.of("edgeveil/device/cam-4/stats", new byte[1]));
      assertThat(bystander.lost).isNotDone();
    }
    assertThatExceptionOfType(AccessRefusedException.class)
        .isThrownBy(() -> BrokerConnection.open(byCertificate("cam-3"), new Mailbox()))
        .withMessageContaining("revoked or replaced (138)")
        .withMessageContaining("cam-3");
    assertThatExceptionOfType(AccessRefusedException.class)
        .isThrownBy(() -> broker.connect("cam-3", new Mailbox()));
  }

  @Test
  void aRevokedDeviceLeavesNothingRetained() throws Exception {
    TestBroker.enrol(folder, elsewhere, "cam-10", Role.DEVICE);
    TestBroker.enrol(folder, elsewhere, "cam-11", Role.DEVICE);
    TestBroker.enrol(folder, elsewhere, "eve", Role.VIEWER);
    String state = "edgeveil/device/cam-10/state";
    List<String> left =
        List.of(state, "edgeveil/device/cam-10/result", "homeassistant/sensor/cam-10/config");
    ConnectionSettings willing =
        byCertificate("cam-10").withWill(OutgoingMessage.of(state, new byte[] {7}).retained());
    Mailbox seen = new Mailbox();
    try (BrokerConnection viewer = BrokerConnection.open(byCertificate("eve"), seen);
        BrokerConnection other = BrokerConnection.open(byCertificate("cam-11"), new Mailbox());
        BrokerConnection device = BrokerConnection.open(willing, new Mailbox())) {
      String kept = "edgeveil/device/cam-11/state";
      other.deliver(OutgoingMessage.of(kept, new byte[] {1}).retained());
      for (String topic : left) {
        device.deliver(OutgoingMessage.of(topic, new byte[] {1}).retained());
      }
      for (String topic : left) {
        viewer.subscribe(topic, Qos.AT_LEAST_ONCE);
        assertThat(seen.next().payload()).containsExactly(1);
      }
      elsewhere.revoke("cam-10");
      Set<String> removed = new HashSet<>();
      while (removed.size() < left.size()) {
        IncomingMessage message = seen.next();
        assertThat(message.payload()).as("%s, no will", message).isEmpty();
        removed.add(message.topic());
      }
      assertThat(removed).containsExactlyInAnyOrderElementsOf(left);
      viewer.unsubscribe(state);
      viewer.subscribe(state, Qos.AT_LEAST_ONCE); // and gets nothing of it
      viewer.subscribe(kept, Qos.AT_LEAST_ONCE);
      IncomingMessage next = seen.next();
      while (!next.topic().equals(kept)) {
        assertThat(next.payload()).as("%s, removed once more", next).isEmpty();
        next = seen.next();
      }
    }
  }

  @Test
  void aNewCertificateTakesThePlaceOfTheOldOneAtOnce() throws Exception {
    TestBroker.enrol(folder, elsewhere, "cam-5", Role.DEVICE);
    Mailbox mailbox = new Mailbox();
    ConnectionSettings old = byCertificate("cam-5");
    try (BrokerConnection connection = BrokerConnection.open(old, mailbox)) {
      Issued fresh = TestBroker.issue(folder, "cam-5", new Subject("cam-5", "device"));
      elsewhere.rotate("cam-5", new byte[0], CertificateId.of(fresh.certificate()));
      assertPutOut(mailbox);
      assertThat(connection.isOpen()).isFalse();
    }
    assertThatExceptionOfType(AccessRefusedException.class)
        .isThrownBy(() -> BrokerConnection.open(old, new Mailbox()));
    BrokerConnection.open(byCertificate("cam-5"), new Mailbox()).close();
    assertThatExceptionOfType(AccessRefusedException.class)
        .as("the password is gone, too")
        .isThrownBy(() -> broker.connect("cam-5", new Mailbox()));
  }

  @Test
  void aRevokedNameCanBeEnrolledAnewAndTheOldCertificateStaysOut() throws Exception {
    TestBroker.enrol(folder, elsewhere, "cam-6", Role.DEVICE);
    ConnectionSettings old = byCertificate("cam-6");
    elsewhere.revoke("cam-6");
    assertThat(elsewhere.list()).extracting(Account::name).doesNotContain("cam-6");
    TestBroker.enrol(folder, elsewhere, "cam-6", Role.DEVICE);
    BrokerConnection.open(byCertificate("cam-6"), new Mailbox()).close();
    assertThatExceptionOfType(BrokerException.class)
        .isThrownBy(() -> BrokerConnection.open(old, new Mailbox()));
  }

  @Test
  void beyondItsQuotaADeviceIsRefusedThenPutOutAndAnotherIsServed() throws Exception {
    TestBroker.enrol(folder, elsewhere, "cam-7", Role.DEVICE);
    TestBroker.enrol(folder, elsewhere, "cam-8", Role.DEVICE);
    Mailbox mailbox = new Mailbox();
    OutgoingMessage message = OutgoingMessage.of("edgeveil/device/cam-7/stats", new byte[10]);
    int refused = 0;
    try (BrokerConnection flood = BrokerConnection.open(byCertificate("cam-7"), mailbox);
        BrokerConnection other = BrokerConnection.open(byCertificate("cam-8"), new Mailbox())) {
      long before = broker.broker.droppedMessages();
      while (flood.isOpen()) {
        try {
          flood.deliver(message);
        } catch (io.edgeveil.broker.client.RefusedException e) {
          assertThat(e.reasonCode()).isEqualTo(0x97);
          refused++;
        } catch (BrokerException e) {
          break; // put out
        }
      }
      assertThat(mailbox.lost.get(20, TimeUnit.SECONDS))
          .hasMessageContaining("message rate too high (150)");
      assertThat(refused).isPositive();
      other.deliver(OutgoingMessage.of("edgeveil/device/cam-8/stats", new byte[10]));
      assertThat(broker.broker.droppedMessages()).as("kept back is not lost").isEqualTo(before);
    }
  }
}
