package io.edgeveil.broker;

import com.hivemq.extension.sdk.api.client.parameter.ConnectionAttributeStore;
import com.hivemq.extension.sdk.api.client.parameter.ConnectionInformation;
import com.hivemq.extension.sdk.api.events.client.ClientLifecycleEventListener;
import com.hivemq.extension.sdk.api.events.client.parameters.AuthenticationSuccessfulInput;
import com.hivemq.extension.sdk.api.events.client.parameters.ConnectionStartInput;
import com.hivemq.extension.sdk.api.events.client.parameters.DisconnectEventInput;
import com.hivemq.extension.sdk.api.packets.disconnect.DisconnectReasonCode;
import com.hivemq.extension.sdk.api.services.session.ClientService;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who is connected, and on what it rests: when the accounts change, whoever would not be let in now
 * is put out.
 *
 * <p><b>Guarantee:</b> a connection does not outlive the password or certificate it was made with,
 * by more than the moment it takes to notice that the accounts file has changed.
 */
final class Admissions implements ClientLifecycleEventListener {

  private static final Logger log = LoggerFactory.getLogger(Admissions.class);
  private static final String ADMISSION = "edgeveil.admission";
  private static final String CONNECTION = "edgeveil.connection";
  private static final long AGAIN_MILLIS = 50;

  private final Accounts accounts;
  private final Map<String, Connected> connected = new ConcurrentHashMap<>();
  private volatile ClientService clients;
  private volatile ScheduledExecutorService executor;

  Admissions(Accounts accounts) {
    this.accounts = accounts;
  }

  /** HiveMQ's side of it. Services are one per broker: those of another must not get in. */
  void start(ClientService clientService, ScheduledExecutorService executorService) {
    clients = clientService;
    executor = executorService;
  }

  /** Keeps with a connection what it rests on. */
  void note(ConnectionInformation connection, Accounts.Admission admission) {
    ConnectionAttributeStore attributes = connection.getConnectionAttributeStore();
    attributes.putAsString(ADMISSION, admission.encoded());
    attributes.putAsString(CONNECTION, UUID.randomUUID().toString());
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
    ConnectionAttributeStore attributes =
        input.getConnectionInformation().getConnectionAttributeStore();
    String key = attributes.getAsString(CONNECTION).orElseThrow();
    Accounts.Admission admission =
        Accounts.Admission.parse(attributes.getAsString(ADMISSION).orElseThrow());
    connected.put(key, new Connected(input.getClientInformation().getClientId(), admission));
    // The accounts may have changed since it was let in and before it was noted here.
    check(key);
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
  }

  private void check(String key) {
    Connected client = connected.get(key);
    try {
      if (client != null && !accounts.stillAdmits(client.admission)) {
        putOut(key, client);
      }
    } catch (IOException e) {
      log.error("cannot tell who may stay connected: the accounts cannot be read", e);
    }
  }

  private void putOut(String key, Connected client) {
    log.warn(
        "'{}' is disconnected: its account or certificate was revoked or replaced",
        client.admission.account().name());
    disconnect(key, client.clientId);
  }

  /** HiveMQ knows a client a moment after it was let in; until then there is none to disconnect. */
  private void disconnect(String key, String clientId) {
    if (!connected.containsKey(key)) {
      return;
    }
    var unused =
        clients
            .disconnectClient(
                clientId, false, DisconnectReasonCode.NOT_AUTHORIZED, "revoked or replaced")
            .whenComplete(
                (done, failure) -> {
                  if (failure != null || !done) {
                    var unusedRetry =
                        executor.schedule(
                            () -> disconnect(key, clientId), AGAIN_MILLIS, TimeUnit.MILLISECONDS);
                  }
                });
  }

  private record Connected(String clientId, Accounts.Admission admission) {}
}
