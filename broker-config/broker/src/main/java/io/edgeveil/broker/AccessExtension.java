package io.edgeveil.broker;

import com.codahale.metrics.MetricRegistry;
import com.hivemq.extension.sdk.api.ExtensionMain;
import com.hivemq.extension.sdk.api.client.ClientContext;
import com.hivemq.extension.sdk.api.client.parameter.InitializerInput;
import com.hivemq.extension.sdk.api.client.parameter.ServerInformation;
import com.hivemq.extension.sdk.api.parameter.ExtensionStartInput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStartOutput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStopInput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStopOutput;
import com.hivemq.extension.sdk.api.services.Services;
import com.hivemq.extension.sdk.api.services.session.ClientService;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Our foot in HiveMQ's door: who may connect, what each may do, how much a device may publish, and
 * that whoever loses its account loses its connection. The embedded broker brings it in with its
 * own accounts; as an ordinary extension it reads the file {@code accounts} in its folder.
 */
public final class AccessExtension implements ExtensionMain {

  private static final Logger log = LoggerFactory.getLogger(AccessExtension.class);

  private Accounts accounts;
  private final DeviceQuota quota;
  private final int maxQueuedMessages;
  private final long maxHeldBytes;
  private final Runnable withheld;
  private Admissions admissions;
  private ServerInformation server;
  private ExecutorService hashing;
  private AccountsWatch watch;

  /** As an ordinary extension of HiveMQ CE. */
  public AccessExtension() {
    this(
        null,
        DeviceQuota.STANDARD,
        BrokerSettings.MAX_QUEUED_MESSAGES,
        BrokerSettings.mostHeldBytes(),
        () -> {});
  }

  /** For the embedded broker; tells of each message kept back. */
  AccessExtension(Accounts accounts, BrokerSettings settings, Runnable withheld) {
    this(
        accounts,
        settings.deviceQuota(),
        settings.maxQueuedMessages(),
        settings.maxHeldBytes(),
        withheld);
  }

  private AccessExtension(
      Accounts accounts,
      DeviceQuota quota,
      int maxQueuedMessages,
      long maxHeldBytes,
      Runnable withheld) {
    this.accounts = accounts; // null for those in the extension's folder
    this.quota = quota;
    this.maxQueuedMessages = maxQueuedMessages;
    this.maxHeldBytes = maxHeldBytes;
    this.withheld = withheld;
  }

  @Override
  public synchronized void extensionStart(ExtensionStartInput input, ExtensionStartOutput output) {
    server = input.getServerInformation();
    if (accounts == null) {
      accounts =
          Accounts.at(
              input
                  .getExtensionInformation()
                  .getExtensionHomeFolder()
                  .toPath()
                  .resolve("accounts"));
      log.info("the accounts are in {}", accounts.path());
    }
    RefusalLog refusals = new RefusalLog(System::nanoTime);
    admissions = new Admissions(accounts, refusals);
    MetricRegistry metrics = Services.metricRegistry();
    QuotaGuard quotas =
        new QuotaGuard(quota, withheld, () -> isFull(HeldBytes.in(metrics)), refusals);
    ClientService clients = Services.clientService();
    admissions.start(
        clients,
        Services.publishService(),
        Services.retainedMessageStore(),
        Services.extensionExecutorService());
    quotas.start(clients);
    hashing = HashingThreads.start();
    try {
      watch = AccountsWatch.of(accounts, admissions::checkAll);
    } catch (IOException e) {
      output.preventExtensionStartup("cannot watch " + accounts.path() + ": " + e.getMessage());
      return;
    }
    AccountAuthenticator authenticator =
        new AccountAuthenticator(accounts, admissions, hashing, maxQueuedMessages, refusals);
    Services.securityRegistry().setAuthenticatorProvider(provider -> authenticator);
    Services.eventRegistry().setClientLifecycleEventListener(provider -> admissions);
    Services.initializerRegistry()
        .setClientInitializer((client, context) -> prepare(client, context, quotas));
    BrokerStatus.start(
        server.getVersion(),
        metrics,
        Services.publishService(),
        Services.extensionExecutorService());
  }

  private void prepare(InitializerInput client, ClientContext context, QuotaGuard quotas) {
    Optional<Account> account = Admissions.account(client.getConnectionInformation());
    account
        .filter(known -> known.role() == Role.VIEWER)
        .ifPresent(
            viewer ->
                context.addPublishOutboundInterceptor(
                    new ViewerFilter(Permissions.of(viewer), withheld)));
    account
        .filter(known -> known.role() != Role.GATEWAY)
        .ifPresent(sender -> context.addPublishInboundInterceptor(quotas.of(sender)));
  }

  /**
   * A sixth of the heap is taken from those who do not read; what is beyond waits for a gateway.
   */
  private boolean isFull(long heldBytes) {
    return heldBytes > maxHeldBytes + maxHeldBytes / 2;
  }

  /** Whether the client of an id is connected and may be cut off: all but gateways. */
  synchronized boolean mayCutOff(String clientId) {
    return admissions.isConnected(clientId, role -> role != Role.GATEWAY);
  }

  @Override
  public synchronized void extensionStop(ExtensionStopInput input, ExtensionStopOutput output) {
    stop();
  }

  /** Gives back threads and the watch over the accounts; a second time does nothing. */
  synchronized void stop() {
    if (watch != null) {
      watch.close();
    }
    if (hashing != null) {
      hashing.shutdownNow();
    }
  }

  /**
   * The port a listener has after the start; 0 if it asked for a free one and got none.
   *
   * @throws IllegalStateException if the extension was not started or there is no such listener
   */
  synchronized int port(String listenerName) {
    if (server == null) {
      throw new IllegalStateException("the access extension was not started");
    }
    return server.getListener().stream()
        .filter(listener -> listener.getName().equals(listenerName))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("there is no listener " + listenerName))
        .getPort();
  }
}
