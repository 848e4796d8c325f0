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
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An MQTT 5 broker in this process: HiveMQ Community Edition, in memory, on loopback unless told
 * otherwise.
 *
 * <p><b>Guarantee:</b> whoever connects has proved a password of {@link Accounts} and can do what
 * {@link Permissions} allows its account, nothing else; without user name and password the answer
 * is reason 135, with a wrong one 134. TCP and websockets here are without TLS: on anything but
 * loopback, passwords and the traffic (tensors stay masked) can be read on the way.
 *
 * <p>A message that the broker drops because a client does not keep up is a warning in the log.
 * Starting takes 2 to 6 seconds the first time in a process.
 */
public final class EmbeddedBroker implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(EmbeddedBroker.class);
  private static final int LONGEST_START_SECONDS = 120;
  private static final int MOST_WAITING_CONNECTS = 1000;

  private final EmbeddedHiveMQ hiveMq;
  private final ExecutorService hashing;
  private final AccessExtension access;
  private final BrokerSettings settings;
  private final DroppedMessages dropped = new DroppedMessages();

  private EmbeddedBroker(BrokerSettings settings, Accounts accounts) throws IOException {
    this.settings = settings;
    Path configuration = Files.createDirectories(settings.folder().resolve("conf"));
    Path data = Files.createDirectories(settings.folder().resolve("data"));
    Path extensions = Files.createDirectories(settings.folder().resolve("extensions"));
    HiveMqConfiguration.write(configuration, settings);
    hashing = hashingThreads();
    access = new AccessExtension(new PasswordAuthenticator(accounts, hashing));
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
    requireFree(settings.bindAddress(), settings.tcpPort());
    requireFree(settings.bindAddress(), settings.websocketPort());
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
          "broker listens at tcp port {} and websocket port {}",
          broker.tcpPort(),
          broker.websocketPort());
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
  }

  /** The port of MQTT over TCP. */
  public int tcpPort() {
    return access.port(HiveMqConfiguration.TCP_LISTENER);
  }

  /** The port of MQTT over websockets, at the path {@code /mqtt}. */
  public int websocketPort() {
    return access.port(HiveMqConfiguration.WEBSOCKET_LISTENER);
  }

  /** How many messages the broker has dropped since its start. */
  public long droppedMessages() {
    return dropped.getCount();
  }

  /**
   * Disconnects everyone, publishes the last wills to nobody, and stops; takes about two seconds.
   */
  @Override
  public void close() {
    try {
      hiveMq.close();
    } catch (ExecutionException e) {
      log.error("the embedded broker did not stop cleanly", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      hashing.shutdownNow();
    }
  }

  private static ExecutorService hashingThreads() {
    int threads = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    AtomicInteger number = new AtomicInteger();
    ThreadPoolExecutor executor =
        new ThreadPoolExecutor(
            threads,
            threads,
            5,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MOST_WAITING_CONNECTS),
            task -> {
              Thread thread = new Thread(task, "edgeveil-password-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    executor.allowCoreThreadTimeOut(true);
    return executor;
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
