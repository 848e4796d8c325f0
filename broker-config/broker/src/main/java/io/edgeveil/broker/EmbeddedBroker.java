package io.edgeveil.broker;

import com.hivemq.configuration.service.InternalConfigurations;
import com.hivemq.embedded.EmbeddedExtension;
import com.hivemq.embedded.EmbeddedHiveMQ;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An MQTT 5 broker in this process: HiveMQ Community Edition, in memory, on loopback and, for other
 * machines, over TLS 1.3.
 *
 * <p><b>Guarantee:</b> whoever connects has proved a password or a certificate of {@link Accounts}
 * and can do what {@link Permissions} allows its account, nothing else, until the account, password
 * or certificate is taken away. TCP and websockets without TLS are on loopback alone; from other
 * machines TLS 1.3 with a client's certificate is the only way in.
 *
 * <p>A message that the broker drops because a client does not keep up is a warning in the log.
 * Starting takes 2 to 6 seconds the first time in a process.
 */
public final class EmbeddedBroker implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(EmbeddedBroker.class);
  private static final int LONGEST_START_SECONDS = 120;

  private final EmbeddedHiveMQ hiveMq;
  private final AccessExtension access;
  private final BrokerSettings settings;
  private final DroppedMessages dropped = new DroppedMessages();
  private StalledClients stalled;

  private EmbeddedBroker(BrokerSettings settings, Accounts accounts) throws IOException {
    this.settings = settings;
    Path configuration = Files.createDirectories(settings.folder().resolve("conf"));
    Path data = Files.createDirectories(settings.folder().resolve("data"));
    Path extensions = Files.createDirectories(settings.folder().resolve("extensions"));
    HiveMqConfiguration.write(configuration, settings);
    access = new AccessExtension(accounts, settings, dropped::expectWithheld);
    hiveMq =
        EmbeddedHiveMQ.builder()
            .withConfigurationFolder(configuration)
            .withDataFolder(data)
            .withExtensionsFolder(extensions)
            .withEmbeddedExtension(
                EmbeddedExtension.builder()
                    .withId("edgeveil-access")
                    .withName("Edgeveil access")
                    .withVersion("1")
                    .withExtensionMain(access)
                    .build())
            .withoutLoggingBootstrap()
            .build();
    hiveMq.getMetricRegistry().register(DroppedMessages.METRIC, dropped);
    // build() has just opened the door; these are settings of the process, read at the start.
    InternalConfigurations.AUTH_DENY_UNAUTHENTICATED_CONNECTIONS.set(true);
    InternalConfigurations.QOS_0_MEMORY_LIMIT_PER_CLIENT_BYTES.set(settings.qos0BytesPerClient());
    InternalConfigurations.PERSISTENCE_SHUTDOWN_GRACE_PERIOD_MSEC.set(100);
    InternalConfigurations.JMX_REPORTER_ENABLED.set(false);
  }

  /**
   * Starts a broker and waits until it listens.
   *
   * @throws BrokerStartException if a port is in use, a folder cannot be written, or HiveMQ fails
   */
  public static EmbeddedBroker start(BrokerSettings settings, Accounts accounts)
      throws BrokerStartException, InterruptedException {
    requireFree(InetAddress.getLoopbackAddress(), settings.tcpPort());
    requireFree(InetAddress.getLoopbackAddress(), settings.websocketPort());
    if (settings.tls().isPresent()) {
      requireFree(settings.tls().get().bindAddress(), settings.tls().get().port());
    }
    EmbeddedBroker broker;
    try {
      broker = new EmbeddedBroker(settings, accounts);
    } catch (IOException e) {
      throw new BrokerStartException(
          "cannot write the broker's folder " + settings.folder() + ": " + e, e);
    }
    try {
      broker.await();
      log.info(
          "broker listens at tcp port {} and websocket port {}, with TLS at {}",
          broker.tcpPort(),
          broker.websocketPort(),
          broker.tlsPort().isPresent() ? broker.tlsPort().getAsInt() : "none");
      return broker;
    } catch (BrokerStartException | InterruptedException | RuntimeException e) {
      broker.close();
      throw e;
    }
  }

  private void await() throws BrokerStartException, InterruptedException {
    // HiveMQ makes itself the handler of every uncaught exception in the process, and may exit it.
    Thread.UncaughtExceptionHandler handler = Thread.getDefaultUncaughtExceptionHandler();
    try {
      hiveMq.start().get(LONGEST_START_SECONDS, TimeUnit.SECONDS);
      stalled =
          StalledClients.watch(hiveMq, this::heldBytes, settings.maxHeldBytes(), access::mayCutOff);
    } catch (ReflectiveOperationException e) {
      throw new BrokerStartException("the embedded broker is not the one this was made for", e);
    } catch (ExecutionException e) {
      throw new BrokerStartException(
          "the embedded broker did not start: " + e.getCause(), e.getCause());
    } catch (TimeoutException e) {
      throw new BrokerStartException(
          "the embedded broker did not start in " + LONGEST_START_SECONDS + " s", e);
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(handler);
    }
    requireBound(settings.tcpPort(), tcpPort());
    requireBound(settings.websocketPort(), websocketPort());
    if (settings.tls().isPresent()) {
      requireBound(settings.tls().get().port(), tlsPort().orElseThrow());
    }
  }

  /** The port of MQTT over TCP. */
  public int tcpPort() {
    return access.port(HiveMqConfiguration.TCP_LISTENER);
  }

  /** The port of MQTT over websockets, at the path {@code /mqtt}. */
  public int websocketPort() {
    return access.port(HiveMqConfiguration.WEBSOCKET_LISTENER);
  }

  /** The port of MQTT over TLS, if there is one. */
  public OptionalInt tlsPort() {
    return settings.tls().isPresent()
        ? OptionalInt.of(access.port(HiveMqConfiguration.TLS_LISTENER))
        : OptionalInt.empty();
  }

  /** How many messages the broker has dropped since its start. */
  public long droppedMessages() {
    return dropped.getCount();
  }

  /** Bytes that wait in the broker for clients to take them. */
  long heldBytes() {
    return HeldBytes.in(hiveMq.getMetricRegistry());
  }

  /**
   * Disconnects everyone, publishes the last wills to nobody, and stops; takes about two seconds.
   */
  @Override
  public void close() {
    if (stalled != null) {
      stalled.close();
    }
    try {
      hiveMq.close();
    } catch (ExecutionException e) {
      log.error("the embedded broker did not stop cleanly", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      access.stop();
    }
  }

  /** HiveMQ goes on without a listener that cannot be bound: find out before. */
  private static void requireFree(InetAddress address, int port) throws BrokerStartException {
    if (port == 0) {
      return;
    }
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(address, port));
    } catch (IOException e) {
      throw new BrokerStartException(
          "cannot listen on " + address.getHostAddress() + " port " + port + ": " + e.getMessage(),
          e);
    }
  }

  private static void requireBound(int asked, int got) throws BrokerStartException {
    if (got == 0 || (asked != 0 && asked != got)) {
      throw new BrokerStartException(
          "the embedded broker listens on port " + got + ", not on " + asked, null);
    }
  }
}
