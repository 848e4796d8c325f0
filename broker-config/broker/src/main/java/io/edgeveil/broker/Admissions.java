package io.edgeveil.broker;

import com.hivemq.extension.sdk.api.client.parameter.ConnectionAttributeStore;
import com.hivemq.extension.sdk.api.client.parameter.ConnectionInformation;
import com.hivemq.extension.sdk.api.events.client.ClientLifecycleEventListener;
import com.hivemq.extension.sdk.api.events.client.parameters.AuthenticationSuccessfulInput;
import com.hivemq.extension.sdk.api.events.client.parameters.ConnectionStartInput;
import com.hivemq.extension.sdk.api.events.client.parameters.DisconnectEventInput;
import com.hivemq.extension.sdk.api.events.client.parameters.ServerInitiatedDisconnectInput;
import com.hivemq.extension.sdk.api.packets.disconnect.DisconnectReasonCode;
import com.hivemq.extension.sdk.api.packets.general.DisconnectedReasonCode;
import com.hivemq.extension.sdk.api.packets.general.Qos;
import com.hivemq.extension.sdk.api.services.builder.Builders;
import com.hivemq.extension.sdk.api.services.publish.PublishService;
import com.hivemq.extension.sdk.api.services.publish.RetainedMessageStore;
import com.hivemq.extension.sdk.api.services.session.ClientService;
import io.edgeveil.core.wire.Topics;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who is connected, and on what it rests: when the accounts change, whoever would not be let in now
 * is put out.
 *
 * <p><b>Guarantee:</b> a connection does not outlive the password or certificate it was made with,
 * by more than the moment it takes to notice that the accounts file has changed. What a revoked
 * device has left retained goes with it, and its last will is not spoken.
 */
final class Admissions implements ClientLifecycleEventListener {

  private static final Logger log = LoggerFactory.getLogger(Admissions.class);
  private static final String ADMISSION = "edgeveil.admission";
  private static final String CONNECTION = "edgeveil.connection";
  private static final String PUT_OUT = "revoked or replaced";
  private static final long AGAIN_MILLIS = 50;

  /** Connections of one account; a sensor keeps one open for each bundle in use. */
  private static final int MOST_CONNECTIONS = 8;

  private final Accounts accounts;
  private final RefusalLog refusals;
  private final Map<String, Connected> connected = new ConcurrentHashMap<>();
  private volatile ClientService clients;
  private volatile ScheduledExecutorService executor;
  private volatile PublishService publisher;
  private volatile RetainedMessageStore retained;

  Admissions(Accounts accounts, RefusalLog refusals) {
    this.accounts = accounts;
    this.refusals = refusals;
  }

  /** HiveMQ's side of it. Services are one per broker: those of another must not get in. */
  void start(
      ClientService clientService,
      PublishService publishService,
      RetainedMessageStore retainedMessages,
      ScheduledExecutorService executorService) {
    clients = clientService;
    publisher = publishService;
    retained = retainedMessages;
    executor = executorService;
    executor.execute(this::removeWhatTheRevokedLeft);
  }

  /**
   * Keeps with a connection what it rests on. False, and it is not to be let in, if its account has
   * too many beside the one of that client id, whose place it would take.
   */
  synchronized boolean note(
      ConnectionInformation connection, String clientId, Accounts.Admission admission) {
    long others =
        connected.values().stream()
            .filter(
                client ->
                    client.admission.account().equals(admission.account())
                        && !client.clientId.equals(clientId))
            .count();
    if (others >= MOST_CONNECTIONS) {
      return false;
    }
    String key = UUID.randomUUID().toString();
    ConnectionAttributeStore attributes = connection.getConnectionAttributeStore();
    attributes.putAsString(ADMISSION, admission.encoded());
    attributes.putAsString(CONNECTION, key);
    connected.put(key, new Connected(clientId, admission));
    return true;
  }

  /** Whether a client is connected, and of such a role. */
  boolean isConnected(String clientId, Predicate<Role> role) {
    return connected.values().stream()
        .anyMatch(
            client ->
                client.clientId.equals(clientId) && role.test(client.admission.account().role()));
  }

  /** Whose connection it is; empty before it was let in. */
  static Optional<Account> account(ConnectionInformation connection) {
    return connection
        .getConnectionAttributeStore()
        .getAsString(ADMISSION)
        .map(text -> Accounts.Admission.parse(text).account());
  }

  @Override
  public void onMqttConnectionStart(ConnectionStartInput input) {
    // it has shown nothing yet
  }

  @Override
  public void onAuthenticationSuccessful(AuthenticationSuccessfulInput input) {
    // The client id is the one it asked for, or the one that HiveMQ gave it.
    String key =
        input
            .getConnectionInformation()
            .getConnectionAttributeStore()
            .getAsString(CONNECTION)
            .orElseThrow();
    // The accounts may have changed since it was let in and before it was noted here.
    check(key);
  }

  /** For what it has done: HiveMQ itself has put it out. */
  @Override
  public void onServerInitiatedDisconnect(ServerInitiatedDisconnectInput input) {
    String why = input.getReasonString().orElse("it is not authorised");
    if (input.getReasonCode().filter(DisconnectedReasonCode.NOT_AUTHORIZED::equals).isPresent()
        && !why.equals(PUT_OUT)) {
      refusals.refused(input.getClientInformation().getClientId(), why);
    }
    onDisconnect(input);
  }

  @Override
  public void onDisconnect(DisconnectEventInput input) {
    input
        .getConnectionInformation()
        .getConnectionAttributeStore()
        .getAsString(CONNECTION)
        .ifPresent(connected::remove);
  }

  /** Puts out everyone who would not be let in now. */
  void checkAll() {
    connected.keySet().forEach(this::check);
    removeWhatTheRevokedLeft();
  }

  private void removeWhatTheRevokedLeft() {
    try {
      accounts.enrolments().stream()
          .filter(known -> known.revoked() && known.account().role() == Role.DEVICE)
          .flatMap(known -> Topics.retainedOfDevice(known.account().name()).stream())
          .forEach(this::remove);
    } catch (IOException e) {
      log.error("cannot tell whose retained messages to remove: the accounts cannot be read", e);
    }
  }

  /** An empty retained message removes one, and tells who watches (MQTT 5.0, section 3.3.1.3). */
  private void remove(String topic) {
    var unused =
        retained
            .getRetainedMessage(topic)
            .thenCompose(
                found ->
                    found.isEmpty()
                        ? CompletableFuture.completedFuture(null)
                        : publisher.publish(
                            Builders.publish()
                                .topic(topic)
                                .qos(Qos.AT_LEAST_ONCE)
                                .retain(true)
                                .payload(ByteBuffer.allocate(0))
                                .build()))
            .whenComplete(
                (done, failure) -> {
                  if (failure != null) {
                    log.error("what a revoked device left on {} stays", topic, failure);
                  }
                });
  }

  private void check(String key) {
    Connected client = connected.get(key);
    try {
      if (client != null && !accounts.stillAdmits(client.admission)) {
        putOut(key, client, accounts.isBarred(client.admission.account().name()));
      }
    } catch (IOException e) {
      log.error("cannot tell who may stay connected: the accounts cannot be read", e);
    }
  }

  private void putOut(String key, Connected client, boolean barred) {
    log.warn(
        "'{}' is disconnected: its account or certificate was revoked or replaced",
        client.admission.account().name());
    disconnect(key, client.clientId, barred);
  }

  /** HiveMQ knows a client a moment after it was let in; until then there is none to disconnect. */
  private void disconnect(String key, String clientId, boolean barred) {
    if (!connected.containsKey(key)) {
      return;
    }
    var unused =
        clients
            .disconnectClient(clientId, barred, DisconnectReasonCode.NOT_AUTHORIZED, PUT_OUT)
            .whenComplete(
                (done, failure) -> {
                  if (failure != null || !done) {
                    var unusedRetry =
                        executor.schedule(
                            () -> disconnect(key, clientId, barred),
                            AGAIN_MILLIS,
                            TimeUnit.MILLISECONDS);
                  } else if (barred) {
                    removeWhatTheRevokedLeft(); // what it said last was perhaps on its way
                  }
                });
  }

  private record Connected(String clientId, Accounts.Admission admission) {}
}
