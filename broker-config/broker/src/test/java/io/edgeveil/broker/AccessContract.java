package io.edgeveil.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.edgeveil.broker.certificate.CertificateAuthority;
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
import io.edgeveil.broker.client.RefusedException;
import io.edgeveil.core.wire.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/**
 * Who may do what, asked of a broker: identities, actions and topics of {@code permissions.csv},
 * row by row. A subclass brings a broker and says which column is its.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AccessContract {

  static final List<String> LET_IN = List.of("cam-1", "cam-2", "gw", "gw-2", "ann", "ann-2");

  private final Map<String, BrokerConnection> connections = new HashMap<>();
  private final Map<String, Mailbox> mailboxes = new HashMap<>();
  private final Map<String, Set<String>> subscriptions = new HashMap<>();

  /** Settings for an identity of the table, or what makes it what it is. */
  abstract ConnectionSettings settings(String identity) throws Exception;

  /** Which of the table's outcomes count here. */
  abstract String outcome(String plain, String tls, String mosquitto);

  /** The accounts and certificates of the table in a folder. */
  static Accounts enrolAll(Path folder) throws Exception {
    Accounts accounts = Accounts.at(folder.resolve("accounts"));
    for (String name : LET_IN) {
      TestBroker.enrol(folder, accounts, name, PermissionsTest.ROLES.get(name));
    }
    TestBroker.enrol(folder, accounts, "revoked", Role.DEVICE);
    accounts.revoke("revoked");
    TestBroker.enrol(folder, accounts, "superseded", Role.DEVICE);
    Issued fresh =
        CertificateAuthority.in(folder.resolve("authority"))
            .issueClient(new Subject("superseded", "device"));
    accounts.rotate("superseded", new byte[0], CertificateId.of(fresh.certificate()));
    Issued unused = TestBroker.issue(folder, "unknown", new Subject("unknown", "device"));
    Issued wrongRole = TestBroker.issue(folder, "wrong-role", new Subject("wrong-role", "gateway"));
    accounts.add("wrong-role", Role.DEVICE, new byte[0], CertificateId.of(wrongRole.certificate()));
    CertificateAuthority.in(folder.resolve("authority"))
        .issueClient(new Subject("expired", "device"), Duration.ofMinutes(-1))
        .write(
            folder.resolve("certificates/expired.pem"),
            folder.resolve("certificates/expired.key.pem"));
    CertificateAuthority.in(folder.resolve("authority"))
        .server(List.of())
        .write(
            folder.resolve("certificates/server-as-client.pem"),
            folder.resolve("certificates/server-as-client.key.pem"));
    CertificateAuthority.in(folder.resolve("other-authority"))
        .issueClient(new Subject("cam-1", "device"))
        .write(
            folder.resolve("certificates/wrong-authority.pem"),
            folder.resolve("certificates/wrong-authority.key.pem"));
    return accounts;
  }

  @AfterEach
  void endSubscriptions() throws Exception {
    for (Map.Entry<String, Set<String>> of : subscriptions.entrySet()) {
      for (String filter : of.getValue()) {
        if (connections.containsKey(of.getKey()) && connections.get(of.getKey()).isOpen()) {
          connections.get(of.getKey()).unsubscribe(filter);
        }
      }
    }
    subscriptions.clear();
  }

  @AfterAll
  void closeConnections() {
    connections.values().forEach(BrokerConnection::close);
  }

  private void subscribe(String name, String filter) throws Exception {
    connection(name).subscribe(filter, Qos.AT_LEAST_ONCE);
    subscriptions.computeIfAbsent(name, key -> new HashSet<>()).add(filter);
  }

  /** Ends the connection of one name, since another under that name would put it out. */
  private void disconnect(String name) {
    if (connections.containsKey(name)) {
      connections.remove(name).close();
    }
  }

  @ParameterizedTest
  @CsvFileSource(resources = PermissionsTest.ROWS, useHeadersInDisplayName = true)
  void theBrokerEnforcesTheTable(
      String name, String action, String topic, String plain, String tls, String mosquitto)
      throws Exception {
    String outcome = outcome(plain, tls, mosquitto);
    assumeFalse(outcome.equals("-"), name + " does not exist here");
    boolean allowed = outcome.equals("yes");
    switch (action) {
      case "connect" -> connect(name, allowed);
      case "take-over" -> takeOver(name, topic);
      case "will" -> will(name, topic, outcome);
      case "receive" -> receive(name, topic.split(" ", 2)[0], topic.split(" ", 2)[1], allowed);
      case "subscribe" -> {
        if (outcome.equals("silent")) {
          receive(name, topicUnder(topic), topic, false);
        } else {
          ask(name, action, topic, allowed);
        }
      }
      default -> ask(name, action, topic, allowed);
    }
  }

  private void connect(String name, boolean allowed) throws Exception {
    disconnect(name);
    if (allowed) {
      open(settings(name), new Mailbox()).close();
    } else {
      assertThatExceptionOfType(BrokerException.class)
          .as("%s connects", name)
          .isThrownBy(() -> open(settings(name), new Mailbox()));
    }
  }

  /** Whoever it is, the connection of the client id's owner stands. */
  private void takeOver(String name, String clientId) throws Exception {
    BrokerConnection owner = connection(clientId);
    disconnect(name);
    ConnectionSettings own = settings(name);
    ConnectionSettings thief =
        new ConnectionSettings(
            own.address(),
            clientId,
            own.credentials(),
            own.identity(),
            own.plaintextAnywhere(),
            own.will(),
            own.timeout(),
            own.keepAlive(),
            own.receiveMaximum(),
            own.windowBytes());
    try (BrokerConnection let = open(thief, new Mailbox())) {
      assertThat(let.isOpen()).isTrue(); // under another id than it asked for
    } catch (RefusedException e) {
      assertThat(e.reasonCode()).isEqualTo(133);
    }
    owner.deliver(OutgoingMessage.of(statusOf(clientId), new byte[1]));
    assertThat(owner.isOpen()).isTrue();
  }

  private static String statusOf(String name) {
    return PermissionsTest.ROLES.get(name) == Role.GATEWAY
        ? "edgeveil/gateway/" + name + "/health"
        : "edgeveil/device/" + name + "/stats";
  }

  private void will(String name, String topic, String outcome) throws Exception {
    disconnect(name);
    byte[] mark = UUID.randomUUID().toString().getBytes(StandardCharsets.US_ASCII);
    ConnectionSettings willing = settings(name).withWill(OutgoingMessage.of(topic, mark));
    if (outcome.equals("no")) {
      assertThatExceptionOfType(AccessRefusedException.class)
          .as("%s: will %s", name, topic)
          .isThrownBy(() -> open(willing, new Mailbox()))
          .satisfies(refused -> assertThat(refused.reasonCode()).isEqualTo(135));
      return;
    }
    String watcher = topic.startsWith("edgeveil/reply/") ? senderOfReplies(topic) : watcherOf(name);
    String sentinel =
        watcher.startsWith("ann") ? "edgeveil/device/cam-2/stats" : "edgeveil/reply/" + watcher;
    subscribe(watcher, topic);
    subscribe(watcher, sentinel);
    try (BrokerConnection first = open(willing, new Mailbox())) {
      // Another one of the same client id ends the first as a cut wire would: its will speaks.
      open(settings(name), new Mailbox()).close();
      assertThat(first).isNotNull();
    }
    boolean seen = arrives(watcher, mark, sentinel);
    assertThat(seen).as("%s: will %s", name, topic).isEqualTo(outcome.equals("yes"));
  }

  private static String senderOfReplies(String topic) {
    return topic.substring(topic.lastIndexOf('/') + 1);
  }

  /** Who may see status and is not the one whose will it is; a viewer's own will nobody may see. */
  private static String watcherOf(String name) {
    return name.equals("ann") ? "ann-2" : "ann";
  }

  private void ask(String name, String action, String topic, boolean allowed) throws Exception {
    BrokerConnection connection = connection(name);
    if (allowed) {
      ask(name, action, topic);
      assertThat(connection.isOpen()).isTrue();
    } else {
      assertThatExceptionOfType(AccessRefusedException.class)
          .as("%s: %s %s", name, action, topic)
          .isThrownBy(() -> ask(name, action, topic))
          .satisfies(refused -> assertThat(refused.reasonCode()).isEqualTo(135));
      if (!action.equals("subscribe")) {
        disconnect(name); // HiveMQ ends the connection of who publishes where it must not
      }
    }
  }

  private void ask(String name, String action, String topic) throws Exception {
    BrokerConnection connection = connection(name);
    OutgoingMessage message = OutgoingMessage.of(topicUnder(topic), new byte[10]);
    switch (action) {
      case "publish" -> connection.deliver(message);
      case "retain" -> connection.deliver(message.retained());
      case "subscribe" -> subscribe(name, topic);
      default -> throw new IllegalArgumentException(action);
    }
  }

  /** What may stay in the broker is small, whichever part of the message is large. */
  @Test
  void statusIsSmall() throws Exception {
    assumeTrue(outcome("yes", "yes", "no").equals("yes"), "Mosquitto has one limit for all topics");
    byte[] tooMuch = new byte[(16 << 10) + 1];
    for (String topic : Topics.retainedOfDevice("cam-1")) {
      OutgoingMessage small = OutgoingMessage.of(topic, new byte[15 << 10]);
      BrokerConnection device = connection("cam-1");
      device.deliver(small.retained());
      for (OutgoingMessage large :
          List.of(
              OutgoingMessage.of(topic, tooMuch).retained(),
              OutgoingMessage.of(topic, tooMuch),
              small.withCorrelationData(tooMuch).retained(),
              small.withContentType("x".repeat(tooMuch.length)).retained())) {
        assertThatExceptionOfType(AccessRefusedException.class)
            .as("%s", large)
            .isThrownBy(() -> device.deliver(large))
            .satisfies(refused -> assertThat(refused.reasonCode()).isEqualTo(135));
        assertThat(device.isOpen()).isTrue();
      }
    }
    disconnect("cam-2");
    ConnectionSettings willing =
        settings("cam-2").withWill(OutgoingMessage.of("edgeveil/device/cam-2/state", tooMuch));
    assertThatExceptionOfType(AccessRefusedException.class)
        .isThrownBy(() -> open(willing, new Mailbox()));
  }

  /** Whether a message that its rightful sender publishes gets to a subscriber. */
  private void receive(String name, String topic, String filter, boolean expected)
      throws Exception {
    try {
      subscribe(name, filter);
    } catch (AccessRefusedException e) {
      assertThat(expected).as("%s may not subscribe to %s", name, filter).isFalse();
      return;
    }
    Role role = PermissionsTest.ROLES.get(name);
    String sentinel =
        switch (role) {
          case DEVICE -> "edgeveil/reply/" + name;
          case GATEWAY -> "edgeveil/open/cam-2";
          case VIEWER -> "edgeveil/gateway/gw/info";
        };
    if (!sentinel.equals(topic)) {
      subscribe(name, sentinel);
    }
    byte[] mark = UUID.randomUUID().toString().getBytes(StandardCharsets.US_ASCII);
    connection(senderOf(topic)).deliver(OutgoingMessage.of(topic, mark));
    boolean seen = arrives(name, mark, sentinel);
    assertThat(seen).as("%s receives %s through %s", name, topic, filter).isEqualTo(expected);
  }

  /** Whether a message comes before one that is sent now, when the broker has taken the first. */
  private boolean arrives(String name, byte[] mark, String sentinel) throws Exception {
    byte[] end = UUID.randomUUID().toString().getBytes(StandardCharsets.US_ASCII);
    connection(senderOf(sentinel)).deliver(OutgoingMessage.of(sentinel, end));
    boolean seen = false;
    IncomingMessage next = mailboxes.get(name).next();
    while (!Arrays.equals(next.payload(), end)) {
      seen |= Arrays.equals(next.payload(), mark);
      next = mailboxes.get(name).next();
    }
    return seen;
  }

  private static String senderOf(String topic) {
    String[] levels = topic.split("/", -1);
    return switch (levels[1]) {
      case "open", "layer" -> levels[levels.length - 1];
      case "device", "sensor" -> levels[2];
      case "gateway" -> levels[2];
      case "status" -> "ann-2";
      default -> "gw";
    };
  }

  /** A topic that a filter stands for, which somebody may publish to. */
  private static String topicUnder(String filter) {
    String bare = filter.startsWith("$share/") ? filter.split("/", 3)[2] : filter;
    return switch (bare) {
      case "#" -> "edgeveil/reply/cam-2";
      case "edgeveil/layer/#", "edgeveil/layer/other-gw/#" -> "edgeveil/layer/other-gw/m/l/cam-2";
      case "edgeveil/layer/gw/#" -> "edgeveil/layer/gw/m/l/cam-2";
      case "edgeveil/device/cam-1/#" -> "edgeveil/device/cam-1/state";
      case "edgeveil/layer/+/lenet5_mnist/conv1/+" ->
          "edgeveil/layer/other-gw/lenet5_mnist/conv1/cam-2";
      case "edgeveil/reply/+", "edgeveil/reply/#" -> "edgeveil/reply/cam-2";
      default -> bare.replace("+", "cam-2").replace("#", "x");
    };
  }

  /** One connection for each account, as long as it lasts. */
  private BrokerConnection connection(String name) throws Exception {
    if (!connections.containsKey(name) || !connections.get(name).isOpen()) {
      disconnect(name);
      Mailbox mailbox = new Mailbox();
      mailboxes.put(name, mailbox);
      connections.put(name, open(settings(name), mailbox));
    }
    return connections.get(name);
  }

  static BrokerConnection open(ConnectionSettings settings, Mailbox mailbox)
      throws BrokerException, InterruptedException {
    return BrokerConnection.open(settings, mailbox);
  }
}
