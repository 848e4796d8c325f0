package io.edgeveil.sensor.transport.coap;

import io.edgeveil.broker.client.Credentials;
import io.edgeveil.coap.CoapPaths;
import io.edgeveil.coap.CoapSettings;
import io.edgeveil.coap.ContentFormats;
import io.edgeveil.coap.PasswordOption;
import io.edgeveil.coap.ReplyBody;
import io.edgeveil.core.json.Json;
import io.edgeveil.core.wire.Chunk;
import io.edgeveil.core.wire.SessionReply;
import io.edgeveil.core.wire.SessionRequest;
import io.edgeveil.core.wire.WireFormatException;
import io.edgeveil.sensor.inference.BadReplyException;
import io.edgeveil.sensor.inference.GatewayTransport;
import io.edgeveil.sensor.inference.InferenceException;
import io.edgeveil.sensor.inference.LayerExchange;
import io.edgeveil.sensor.inference.NoReplyException;
import io.edgeveil.sensor.inference.TransportException;
import io.edgeveil.sensor.transport.JsonReply;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.elements.config.Configuration;

/**
 * Requests as CoAP messages, straight to the gateway. A connection that is lost, or on which no
 * answer came, is replaced when the next message is due. Several exchanges may be under way at
 * once.
 *
 * <pre>
 *   sensor                                                    gateway
 *     | POST /v1/open                               JSON -------&gt; |
 *     |&lt;------------------------------------------- 2.04, JSON    |
 *     | POST /v1/models/…/layers/…?i=7&amp;c=0          chunk -----&gt; |
 *     | POST /v1/models/…/layers/…?i=7&amp;c=1          chunk -----&gt; |
 *     |&lt;------------------------------------------- 2.04          |
 *     |&lt;------------- 2.04, all chunks of the result, in blocks   |
 * </pre>
 */
public final class CoapTransport implements GatewayTransport {
  /** Longest result of a layer that is taken: as large as a gateway computes by default. */
  private static final int MAX_BODY_BYTES = 1 << 26;

  private final CoapAccess access;
  private final CoapFailures failures;
  private final Configuration configuration;
  private final Pace pace;
  private final AtomicLong sentBytes = new AtomicLong();
  private final AtomicLong receivedBytes = new AtomicLong();
  private CoapConnection connection; // null: none, guarded by this

  private CoapTransport(CoapAccess access, Configuration configuration, Pace pace) {
    this.access = access;
    this.failures = new CoapFailures(access.address());
    this.configuration = configuration;
    this.pace = pace;
  }

  /**
   * Connects, and asks whether the gateway is there.
   *
   * @throws TransportException if there is no gateway, it refuses us, or the address wants what we
   *     have not
   */
  public static CoapTransport connect(CoapAccess access)
      throws TransportException, InterruptedException {
    return connect(
        access, configuration(access.address().scheme()), Pace.of(access.address().scheme()));
  }

  /** How Californium is set up for an address: the same at both ends. */
  public static Configuration configuration(CoapAddress.Scheme scheme) {
    return scheme.isTcp() ? CoapSettings.tcp(MAX_BODY_BYTES) : CoapSettings.udp(MAX_BODY_BYTES);
  }

  /**
   * The same where other times or sizes are needed.
   *
   * @param configuration of Californium, retained
   */
  public static CoapTransport connect(CoapAccess access, Configuration configuration, Pace pace)
      throws TransportException, InterruptedException {
    access.requireProtected();
    CoapTransport transport = new CoapTransport(access, configuration, pace);
    boolean there = false;
    try {
      transport.knock();
      there = true;
    } finally {
      if (!there) {
        transport.close();
      }
    }
    return transport;
  }

  private void knock() throws TransportException, InterruptedException {
    Request health = Request.newGet();
    CoapPaths.health().forEach(health.getOptions()::addUriPath);
    try (Conversation knock = conversation("the first request", access.timeout())) {
      knock.ask(health);
      var unused = Answer.payload(knock.next(), "the first request");
    } catch (NoReplyException e) {
      throw failures.unreachable("no answer in " + access.timeout().toSeconds() + " s");
    } catch (TransportException e) {
      throw e;
    } catch (InferenceException e) {
      throw new TransportException(e.getMessage(), true, e);
    }
  }

  private synchronized Conversation conversation(String what, Duration timeout)
      throws TransportException {
    if (connection != null && connection.isLost()) {
      connection.close();
      connection = null;
    }
    if (connection == null) {
      connection = CoapConnection.open(access, failures, configuration);
    }
    return new Conversation(connection, failures, what, timeout);
  }

  @Override
  public SessionReply open(SessionRequest request, Duration timeout)
      throws InferenceException, InterruptedException {
    String what = "the request for a session over " + access.address();
    Request post = post(CoapPaths.open(), ContentFormats.JSON, Json.write(request));
    byte[] password = new byte[0];
    if (!access.address().scheme().isSecure()) {
      password = access.password().map(Credentials::password).orElseThrow();
      PasswordOption.put(post.getOptions(), password);
    }
    try (Conversation opening = conversation(what, timeout)) {
      opening.ask(post);
      return JsonReply.read(payload(opening.next(), what), SessionReply.class, what);
    } finally {
      Arrays.fill(password, (byte) 0);
    }
  }

  @Override
  public void exchange(LayerExchange exchange, Duration timeout)
      throws InferenceException, InterruptedException {
    List<Chunk> chunks = exchange.chunks();
    List<String> path = CoapPaths.layer(exchange.model(), exchange.layer());
    try (Conversation tensor = conversation(exchange.toString(), timeout)) {
      for (Chunk chunk : chunks) {
        if (tensor.underWay() == pace.chunksUnderWay() && taken(exchange, tensor.next())) {
          return;
        }
        Request post = post(path, ContentFormats.CHUNK, chunk.bytes());
        CoapPaths.chunk(chunk.header().inference(), chunk.header().chunk())
            .forEach(post.getOptions()::addUriQuery);
        tensor.ask(post);
      }
      exchange.sent();
      while (tensor.underWay() > 0) {
        if (taken(exchange, tensor.next())) {
          return;
        }
      }
    }
    throw new TransportException(
        "the gateway has lost a part of " + exchange + " on the way", true, null);
  }

  /** Hands over what came back for a chunk; whether the result is complete now. */
  private boolean taken(LayerExchange exchange, Response response) throws InferenceException {
    boolean complete = false;
    try {
      for (byte[] chunk : ReplyBody.cut(payload(response, exchange.toString()))) {
        complete = exchange.take(chunk);
      }
      return complete;
    } catch (WireFormatException e) {
      throw new BadReplyException(e.getMessage(), e);
    }
  }

  private Request post(List<String> path, int format, byte[] payload) {
    Request post = Request.newPost();
    path.forEach(post.getOptions()::addUriPath);
    if (!access.address().scheme().isSecure()) {
      post.getOptions().addUriQuery(CoapPaths.device(access.device()));
    }
    post.getOptions().setContentFormat(format);
    post.setPayload(payload);
    sentBytes.addAndGet(payload.length);
    return post;
  }

  private byte[] payload(Response response, String what) throws InferenceException {
    receivedBytes.addAndGet(response.getPayloadSize());
    return Answer.payload(response, what);
  }

  @Override
  public int maxChunkBytes() {
    return pace.chunkBytes();
  }

  @Override
  public long sentBytes() {
    return sentBytes.get();
  }

  @Override
  public long receivedBytes() {
    return receivedBytes.get();
  }

  /** Whether nothing is under way, nor remembered to tell it from what may come again. */
  public synchronized boolean isIdle() {
    return connection == null || connection.isIdle();
  }

  /** Ends the connection; none of its threads is left. */
  @Override
  public synchronized void close() {
    if (connection != null) {
      connection.close();
      connection = null;
    }
  }
}
