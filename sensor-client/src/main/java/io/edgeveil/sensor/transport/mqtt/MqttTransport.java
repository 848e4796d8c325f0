package io.edgeveil.sensor.transport.mqtt;

import io.edgeveil.broker.client.BrokerConnection;
import io.edgeveil.broker.client.BrokerException;
import io.edgeveil.broker.client.BrokerListener;
import io.edgeveil.broker.client.ConnectionLostException;
import io.edgeveil.broker.client.ConnectionSettings;
import io.edgeveil.broker.client.IncomingMessage;
import io.edgeveil.broker.client.OutgoingMessage;
import io.edgeveil.broker.client.Qos;
import io.edgeveil.core.json.Json;
import io.edgeveil.core.wire.Chunk;
import io.edgeveil.core.wire.SessionReply;
import io.edgeveil.core.wire.SessionRequest;
import io.edgeveil.core.wire.Topics;
import io.edgeveil.core.wire.WireFormatException;
import io.edgeveil.sensor.inference.BadReplyException;
import io.edgeveil.sensor.inference.GatewayTransport;
import io.edgeveil.sensor.inference.InferenceException;
import io.edgeveil.sensor.inference.LayerExchange;
import io.edgeveil.sensor.inference.TransportException;
import io.edgeveil.sensor.transport.DeviceStats;
import io.edgeveil.sensor.transport.DeviceStatus;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Requests as MQTT 5 messages with response topic and correlation data, QoS 1, through any broker.
 * A lost connection is replaced when the next message is due. Several exchanges may be under way at
 * once.
 *
 * <pre>
 *   sensor                          broker                           gateway
 *     | edgeveil/open/&lt;device&gt;  --------&gt;|--------------------------------&gt;|
 *     |&lt;-------------------------------|&lt;-------- edgeveil/reply/&lt;device&gt; |
 *     | edgeveil/layer/…/&lt;device&gt; ------&gt;|--------------------------------&gt;|
 *     |&lt;-------------------------------|&lt;-------- edgeveil/reply/&lt;device&gt; |
 * </pre>
 */
public final class MqttTransport implements GatewayTransport, DeviceStatus {
  private static final Logger LOG = LoggerFactory.getLogger(MqttTransport.class);

  private static final String JSON_TYPE = "application/json";
  private static final int TOKEN_BYTES = 16;

  /** Topics and properties of a message, generously. */
  private static final int PACKET_OVERHEAD_BYTES = 2048;

  private final ConnectionSettings settings;
  private final StatusTopics status;
  private final String device;
  private final SecureRandom random = new SecureRandom();
  private final AtomicLong sentBytes = new AtomicLong();
  private final AtomicLong receivedBytes = new AtomicLong();
  private volatile BrokerConnection connection;
  private volatile long maxPacketBytes;
  private final Map<ByteBuffer, Awaited> awaited = new ConcurrentHashMap<>(); // by token

  private MqttTransport(ConnectionSettings settings, StatusTopics status, String device) {
    this.settings = settings;
    this.status = status;
    this.device = device;
  }

  /**
   * Connects.
   *
   * @param settings without a last will
   * @param device id; the user of the settings must be allowed to speak for it
   * @param model name and version, for the device's status
   * @throws TransportException if there is no broker, or it refuses us
   */
  public static MqttTransport connect(ConnectionSettings settings, String device, String model)
      throws TransportException, InterruptedException {
    StatusTopics status = new StatusTopics(device, model);
    MqttTransport transport =
        new MqttTransport(settings.withWill(status.offlineByWill()), status, device);
    var unused = transport.connected();
    return transport;
  }

  /**
   * The same without a sign of it: the device shows as it did.
   *
   * @throws TransportException if there is no broker, or it refuses us
   */
  public static MqttTransport connectHidden(ConnectionSettings settings, String device)
      throws TransportException, InterruptedException {
    MqttTransport transport = new MqttTransport(settings, StatusTopics.hidden(device), device);
    var unused = transport.connected();
    return transport;
  }

  private synchronized BrokerConnection connected()
      throws TransportException, InterruptedException {
    if (connection != null && connection.isOpen()) {
      return connection;
    }
    if (connection != null) {
      connection.close();
      connection = null;
    }
    try {
      BrokerConnection fresh = BrokerConnection.open(settings, new Events());
      boolean ready = false;
      try {
        fresh.subscribe(Topics.reply(device), Qos.AT_LEAST_ONCE);
        status.online(fresh);
        ready = true;
      } finally {
        if (!ready) {
          fresh.close();
        }
      }
      maxPacketBytes = fresh.maxPacketBytes();
      connection = fresh;
      return fresh;
    } catch (BrokerException e) {
      throw Failures.of(e);
    }
  }

  @Override
  public SessionReply open(SessionRequest request, Duration timeout)
      throws InferenceException, InterruptedException {
    byte[] token = new byte[TOKEN_BYTES];
    random.nextBytes(token);
    OutgoingMessage message =
        OutgoingMessage.of(Topics.open(device), Json.write(request)).withContentType(JSON_TYPE);
    BrokerConnection broker = connected();
    Awaited reply = await(token, "the request for a session over " + settings.address(), timeout);
    try {
      send(broker, message, token, timeout, reply);
      return reply.next(SessionReply.class);
    } finally {
      stopAwaiting(token, reply);
    }
  }

  @Override
  public void exchange(LayerExchange exchange, Duration timeout)
      throws InferenceException, InterruptedException {
    String topic = Topics.layer(exchange.gateway(), exchange.model(), exchange.layer(), device);
    byte[] token = exchange.token();
    BrokerConnection broker = connected();
    Awaited reply = await(token, exchange.toString(), timeout);
    try {
      for (Chunk chunk : exchange.chunks()) {
        OutgoingMessage message =
            OutgoingMessage.of(topic, chunk.bytes()).withContentType(Chunk.CONTENT_TYPE);
        send(broker, message, token, timeout, reply);
      }
      exchange.sent();
      while (!exchange.take(reply.next())) {
        // more chunks follow
      }
    } catch (WireFormatException e) {
      throw new BadReplyException(e.getMessage(), e);
    } finally {
      stopAwaiting(token, reply);
    }
  }

  private void send(
      BrokerConnection broker,
      OutgoingMessage message,
      byte[] token,
      Duration timeout,
      Awaited reply)
      throws TransportException, InterruptedException {
    Duration expiry = timeout.toSeconds() < 1 ? Duration.ofSeconds(1) : timeout;
    OutgoingMessage request =
        message
            .withResponseTopic(Topics.reply(device))
            .withCorrelationData(token)
            .withExpiry(expiry);
    try {
      sentBytes.addAndGet(message.payloadBytes());
      var unused =
          broker
              .publish(request)
              .whenComplete(
                  (done, failure) -> {
                    if (failure instanceof BrokerException refusal) {
                      reply.fail(refusal);
                    }
                  });
    } catch (BrokerException e) {
      throw Failures.of(e);
    }
  }

  private Awaited await(byte[] token, String what, Duration timeout) {
    Awaited next = new Awaited(token, what, timeout);
    awaited.put(ByteBuffer.wrap(token), next);
    return next;
  }

  private void stopAwaiting(byte[] token, Awaited reply) {
    awaited.remove(ByteBuffer.wrap(token));
    reply.end();
  }

  @Override
  public int maxChunkBytes() {
    return (int) Math.min(maxPacketBytes - PACKET_OVERHEAD_BYTES, Integer.MAX_VALUE);
  }

  @Override
  public long sentBytes() {
    return sentBytes.get();
  }

  @Override
  public long receivedBytes() {
    return receivedBytes.get();
  }

  /** Shows what the last inference cost, as far as there is a connection. */
  @Override
  public void show(DeviceStats stats) {
    if (connection != null) {
      status.stats(connection, stats);
    }
  }

  /** Shows why an inference came to nothing, as far as there is a connection. */
  @Override
  public void showError(String error) {
    if (connection != null) {
      status.error(connection, error);
    }
  }

  /** Shows it as soon as there is a connection. */
  @Override
  public void keep(String topic, Object json) {
    status.keep(connection, topic, json);
  }

  @Override
  public void remove(String topic) {
    status.remove(connection, topic);
  }

  @Override
  public void restore() throws TransportException, InterruptedException {
    var unused = connected();
  }

  /** Says goodbye: the device shows as offline. */
  @Override
  public void close() {
    if (connection != null) {
      status.offline(connection);
      connection.close();
      connection = null;
    }
  }

  private final class Events implements BrokerListener {
    @Override
    public void messageArrived(IncomingMessage message) throws InterruptedException {
      receivedBytes.addAndGet(message.payload().length);
      Awaited current =
          message.correlationData().map(ByteBuffer::wrap).map(awaited::get).orElse(null);
      if (current == null || !current.isAnsweredBy(message)) {
        LOG.debug("dropped {}: an answer nobody waits for", message);
        return;
      }
      current.put(message);
    }

    @Override
    public void connectionLost(ConnectionLostException reason) {
      awaited.values().forEach(waiting -> waiting.fail(reason));
    }
  }
}
