package io.edgeveil.broker.client;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttActionListener;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection to a broker. It begins connected; once lost or closed it stays so, and every
 * method that needs the broker throws {@link ConnectionLostException}. Close it in either case:
 * that is what ends its threads.
 *
 * <p>Safe for use by many threads; messages to one topic keep the order in which {@link #publish}
 * was called.
 */
public final class BrokerConnection implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(BrokerConnection.class);
  private static final Duration LONGEST_GOODBYE = Duration.ofSeconds(3);

  static {
    PahoLog.install();
  }

  private final ConnectionSettings settings;
  private final Failures failures;
  private final NetworkThreads threads;
  private final MqttAsyncClient client;
  private final Inbox inbox;
  private final AtomicReference<ConnectionLostException> end = new AtomicReference<>();
  private final AtomicBoolean released = new AtomicBoolean();
  private volatile Outbox outbox;
  private volatile long maxPacketBytes = Long.MAX_VALUE;

  private BrokerConnection(ConnectionSettings settings, BrokerListener listener)
      throws MqttException {
    this.settings = settings;
    failures = new Failures(settings.address());
    threads = new NetworkThreads(settings.clientId());
    client =
        new MqttAsyncClient(
            settings.address().tcpUri(),
            settings.clientId(),
            new MemoryPersistence(),
            null,
            threads.executor());
    client.setManualAcks(true);
    client.setCallback(new Callback());
    inbox = new Inbox(settings.clientId(), settings.receiveMaximum(), listener);
  }

  /**
   * Connects and waits until the broker has accepted.
   *
   * @throws BrokerUnreachableException if nothing that speaks MQTT 5 answers in time
   * @throws UnprotectedException if what is sent would be protected by nothing: no TLS to another
   *     machine, or no certificates for TLS
   * @throws UntrustedException if one side's certificate does not satisfy the other
   * @throws AccessRefusedException if user, password or last will are not accepted
   * @throws RefusedException if the broker refuses for another reason
   */
  public static BrokerConnection open(ConnectionSettings settings, BrokerListener listener)
      throws BrokerException, InterruptedException {
    UnprotectedException.requireProtected(settings);
    BrokerConnection connection;
    try {
      connection = new BrokerConnection(settings, listener);
    } catch (MqttException e) {
      throw new Failures(settings.address()).connecting(settings, e);
    }
    try {
      connection.connect();
      return connection;
    } catch (BrokerException | InterruptedException | RuntimeException e) {
      connection.end.compareAndSet(null, connection.failures.closed());
      connection.release();
      throw e;
    }
  }

  private void connect() throws BrokerException, InterruptedException {
    CompletableFuture<IMqttToken> connected = new CompletableFuture<>();
    MqttConnectionOptions options = PahoTypes.options(settings);
    try {
      client.connect(options, null, completing(connected));
      MqttProperties granted =
          connected
              .get(settings.timeout().toMillis(), TimeUnit.MILLISECONDS)
              .getResponseProperties();
      Integer receiveMaximum = granted.getReceiveMaximum();
      Long packetBytes = granted.getMaximumPacketSize();
      outbox =
          new Outbox(
              new InFlightWindow(
                  settings.windowBytes(), receiveMaximum == null ? 65_535 : receiveMaximum),
              failures);
      maxPacketBytes = packetBytes == null ? Long.MAX_VALUE : packetBytes;
    } catch (MqttException e) {
      throw failures.connecting(settings, e);
    } catch (ExecutionException e) {
      throw failures.connecting(settings, e.getCause());
    } catch (TimeoutException e) {
      throw failures.connecting(
          settings, new TimeoutException("no answer in " + settings.timeout().toMillis() + " ms"));
    } finally {
      if (options.getPassword() != null) {
        Arrays.fill(options.getPassword(), (byte) 0);
      }
    }
  }

  /**
   * Asks for messages and waits for the broker's consent.
   *
   * @param topicFilter may be {@code $share/group/filter}
   * @param qos the most the broker may use; a message is never delivered with more than it was
   *     published with
   * @throws AccessRefusedException if the user may not read there
   */
  public void subscribe(String topicFilter, Qos qos) throws BrokerException, InterruptedException {
    ask(
        "the subscription to '" + topicFilter + "'",
        answered -> client.subscribe(topicFilter, qos.level(), null, completing(answered)));
  }

  /**
   * Ends a subscription and waits for the broker's consent; messages already on their way still
   * arrive.
   */
  public void unsubscribe(String topicFilter) throws BrokerException, InterruptedException {
    ask(
        "the end of the subscription to '" + topicFilter + "'",
        answered -> client.unsubscribe(topicFilter, null, completing(answered)));
  }

  /**
   * Publishes, waiting only for room in the window.
   *
   * @return completes when the broker has acknowledged (for QoS 0: when sent), or with a {@link
   *     BrokerException}; continuations run on a network thread and must not block
   * @throws RefusedException if the packet is larger than the broker takes; nothing was sent
   * @throws BrokerTimeoutException if there is no room in time; nothing was sent
   * @throws ConnectionLostException if there is no connection; nothing was sent
   */
  public CompletableFuture<Void> publish(OutgoingMessage message)
      throws BrokerException, InterruptedException {
    NetworkThreads.requireElsewhere("publish");
    requireOpen();
    long bytes = message.packetBytesBound();
    if (bytes > maxPacketBytes) {
      throw new RefusedException(
          "the broker at "
              + settings.address()
              + " takes packets of at most "
              + maxPacketBytes
              + " bytes, and "
              + message
              + " needs up to "
              + bytes,
          ReasonCode.PACKET_TOO_LARGE);
    }
    return outbox.send(
        message,
        settings.timeout(),
        acknowledged ->
            client.publish(message.topic(), PahoTypes.message(message), null, acknowledged));
  }

  /**
   * Publishes and waits for the broker's acknowledgement.
   *
   * @throws AccessRefusedException if the user may not publish there
   * @throws BrokerTimeoutException if no acknowledgement comes in time; the message may have
   *     arrived all the same
   */
  public void deliver(OutgoingMessage message) throws BrokerException, InterruptedException {
    await(publish(message), "the acknowledgement of " + message);
  }

  /** Whether the connection still stands, as far as is known. */
  public boolean isOpen() {
    return end.get() == null;
  }

  /**
   * The largest packet the broker takes in bytes, headers included; {@link Long#MAX_VALUE} if it
   * names no limit.
   */
  public long maxPacketBytes() {
    return maxPacketBytes;
  }

  /**
   * Says goodbye (the last will is not published), waits up to three seconds for what is in flight,
   * and ends all threads. After a loss only the latter. Calling it again does nothing.
   */
  @Override
  public void close() {
    NetworkThreads.requireElsewhere("close");
    boolean wasOpen = end.compareAndSet(null, failures.closed());
    if (wasOpen) {
      sayGoodbye();
    }
    release();
  }

  private void sayGoodbye() {
    CompletableFuture<IMqttToken> gone = new CompletableFuture<>();
    try {
      if (!outbox.awaitEmpty(LONGEST_GOODBYE)) {
        log.warn("closing the connection to {} with messages unacknowledged", settings.address());
      }
      client.disconnect(0, null, completing(gone), 0, new MqttProperties());
      gone.get(LONGEST_GOODBYE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (MqttException | ExecutionException | TimeoutException e) {
      log.debug("the broker at {} did not take the goodbye", settings.address(), e);
    }
  }

  private void release() {
    if (!released.compareAndSet(false, true)) {
      return;
    }
    boolean interrupted = Thread.interrupted();
    shutOutbox(failures.closed());
    try {
      inbox.stop(LONGEST_GOODBYE);
    } catch (InterruptedException e) {
      interrupted = true;
    }
    try {
      if (client.isConnected() || !closePaho()) {
        client.disconnectForcibly(0, 0, false);
        closePaho();
      }
    } catch (MqttException e) {
      log.warn("could not end the connection to {}", settings.address(), e);
    }
    try {
      threads.stop(LONGEST_GOODBYE);
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean closePaho() {
    try {
      client.close();
      return true;
    } catch (MqttException e) {
      log.debug("Paho is not ready to close", e);
      return false;
    }
  }

  private void ask(String what, Question question) throws BrokerException, InterruptedException {
    NetworkThreads.requireElsewhere(what);
    requireOpen();
    CompletableFuture<IMqttToken> answered = new CompletableFuture<>();
    try {
      question.ask(answered);
    } catch (MqttException e) {
      throw failures.asking(what, e);
    }
    IMqttToken token =
        await(
            answered.exceptionallyCompose(
                failure -> CompletableFuture.failedFuture(failures.asking(what, failure))),
            what);
    int code = Failures.worstReasonCode(token);
    if (code >= ReasonCode.FIRST_REFUSAL) {
      throw failures.refused(what, code);
    }
  }

  private <T> T await(CompletableFuture<T> future, String what)
      throws BrokerException, InterruptedException {
    try {
      return future.get(settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof BrokerException failure) {
        throw failure;
      }
      throw new AssertionError("a connection fails with BrokerException alone", e.getCause());
    } catch (TimeoutException e) {
      throw new BrokerTimeoutException(
          "the broker at "
              + settings.address()
              + " took more than "
              + settings.timeout().toMillis()
              + " ms for "
              + what,
          e);
    }
  }

  private void requireOpen() throws ConnectionLostException {
    ConnectionLostException ended = end.get();
    if (ended != null) {
      throw new ConnectionLostException(ended.getMessage(), ended);
    }
  }

  private void shutOutbox(BrokerException reason) {
    Outbox open = outbox;
    if (open != null) {
      open.shut(reason);
    }
  }

  private static MqttActionListener completing(CompletableFuture<IMqttToken> future) {
    return new MqttActionListener() {
      @Override
      public void onSuccess(IMqttToken token) {
        future.complete(token);
      }

      @Override
      public void onFailure(IMqttToken token, Throwable failure) {
        future.completeExceptionally(failure);
      }
    };
  }

  private interface Question {
    void ask(CompletableFuture<IMqttToken> answered) throws MqttException;
  }

  /** What Paho tells. */
  private final class Callback extends PahoCallback {

    @Override
    public void messageArrived(String topic, MqttMessage message) throws InterruptedException {
      inbox.put(PahoTypes.incoming(topic, message), () -> acknowledge(message));
    }

    private void acknowledge(MqttMessage message) {
      try {
        client.messageArrivedComplete(message.getId(), message.getQos());
      } catch (MqttException e) {
        log.debug("could not acknowledge; the broker will send the message again or drop it", e);
      }
    }

    @Override
    public void disconnected(MqttDisconnectResponse response) {
      ConnectionLostException reason = failures.disconnected(response);
      if (end.compareAndSet(null, reason)) {
        shutOutbox(failures.undelivered(response, reason));
        inbox.lost(reason);
      }
    }
  }
}
