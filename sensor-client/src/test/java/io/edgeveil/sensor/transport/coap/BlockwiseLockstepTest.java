package io.edgeveil.sensor.transport.coap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.edgeveil.broker.client.Credentials;
import io.edgeveil.coap.ConciseProblem;
import io.edgeveil.coap.ContentFormats;
import io.edgeveil.coap.PasswordOption;
import io.edgeveil.coap.ReplyBody;
import io.edgeveil.core.json.Json;
import io.edgeveil.core.wire.Packing;
import io.edgeveil.core.wire.Problem;
import io.edgeveil.core.wire.SessionReply;
import io.edgeveil.core.wire.SessionRequest;
import io.edgeveil.sensor.inference.Exchanges;
import io.edgeveil.sensor.inference.GatewayProblemException;
import io.edgeveil.sensor.inference.InferenceException;
import io.edgeveil.sensor.inference.LayerExchange;
import io.edgeveil.sensor.inference.NoReplyException;
import io.edgeveil.sensor.inference.TransportException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.core.config.CoapConfig;
import org.eclipse.californium.elements.config.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What the sensor sends and takes, rung by rung, as in the ladders of RFC 7959, section 3. The
 * gateway's side is written by hand.
 */
class BlockwiseLockstepTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(4);
  private static final int INPUTS = 600; // 1,860 bytes, two blocks
  private static final int OUTPUTS = 700; // 2,160 bytes, three blocks
  private static final int CHUNK_BYTES = 4000;

  private final ExecutorService sensor = Executors.newSingleThreadExecutor();
  private Ladder gateway;
  private CoapTransport transport;

  @BeforeEach
  void connect() throws Exception {
    gateway = new Ladder();
    CoapAddress address = new CoapAddress(CoapAddress.Scheme.COAP, "127.0.0.1", gateway.port());
    CoapAccess access =
        CoapAccess.to(address, "porch-cam")
            .withPassword(Credentials.of("porch-cam", "s3cret".getBytes(StandardCharsets.UTF_8)));
    Configuration quick = CoapTransport.configuration(address.scheme());
    quick.set(CoapConfig.ACK_TIMEOUT, 200, TimeUnit.MILLISECONDS);
    quick.set(CoapConfig.ACK_INIT_RANDOM, 1f);
    Future<CoapTransport> connecting =
        sensor.submit(() -> CoapTransport.connect(access, quick, new Pace(CHUNK_BYTES, 2)));
    Request health = gateway.request();
    assertThat(health.getOptions().getUriPathString()).isEqualTo("v1/health");
    gateway.respond(health, new Response(ResponseCode.CONTENT));
    transport = connecting.get();
    gateway.drain(20); // the first answer may have come late
  }

  @AfterEach
  void close() {
    transport.close();
    gateway.close();
    sensor.shutdownNow();
    await() // a thread that has ended its work is there a little longer
        .untilAsserted(
            () ->
                assertThat(Thread.getAllStackTraces().keySet())
                    .extracting(Thread::getName)
                    .noneMatch(
                        name -> name.startsWith("edgeveil-coap") || name.startsWith("UDP-")));
  }

  private Future<Void> sending(LayerExchange exchange) {
    return asking(
        () -> {
          transport.exchange(exchange, TIMEOUT);
          return null;
        });
  }

  private <T> Future<T> asking(Callable<T> call) {
    return sensor.submit(call);
  }

  private static void requireBlock1(Request request, int number, boolean more) {
    assertThat(request.getOptions().getUriPathString()).isEqualTo("v1/models/tiny/layers/fc");
    assertThat(request.getOptions().getUriQueryString()).isEqualTo("d=porch-cam&i=7&c=0");
    assertThat(request.getOptions().getContentFormat()).isEqualTo(ContentFormats.CHUNK);
    assertThat(request.getOptions().getBlock1().getNum()).isEqualTo(number);
    assertThat(request.getOptions().getBlock1().isM()).isEqualTo(more);
    assertThat(request.getOptions().getBlock1().getSize()).isEqualTo(1024);
  }

  private static void requireBlock2(Request request, int number) {
    assertThat(request.getOptions().getUriPathString()).isEqualTo("v1/models/tiny/layers/fc");
    assertThat(request.getOptions().getUriQueryString()).isEqualTo("d=porch-cam&i=7&c=0");
    assertThat(request.getOptions().getBlock2().getNum()).isEqualTo(number);
    assertThat(request.getPayloadSize()).isZero();
  }

  /**
   *
   *
   * <pre>
   * SENSOR                                                    GATEWAY
   *   | CON [MID=1], POST …/fc?i=7&amp;c=0, 1:0/1/1024      -----&gt;  |
   *   |  &lt;------ ACK [MID=1], 2.31 Continue, 1:0/1/1024          |
   *   | CON [MID=2], POST …/fc?i=7&amp;c=0, 1:1/0/1024   X---      |
   *   |     after ACK_TIMEOUT                                    |
   *   | CON [MID=2], POST …/fc?i=7&amp;c=0, 1:1/0/1024      -----&gt;  |
   *   |  &lt;------ ACK [MID=2]                                     |
   *   |     while the gateway computes                           |
   *   |  &lt;------ CON [MID=1000], 2.04 Changed, 2:0/1/1024        |
   *   | ACK [MID=1000]                                   -----&gt;  |
   *   | CON [MID=3], POST …/fc?i=7&amp;c=0, 2:1/0/1024      -----&gt;  |
   *   |     X--- ACK [MID=3], 2.04 Changed, 2:1/1/1024           |
   *   | CON [MID=3], POST …/fc?i=7&amp;c=0, 2:1/0/1024      -----&gt;  |
   *   |  &lt;------ ACK [MID=3], 2.04 Changed, 2:1/1/1024           |
   *   | CON [MID=4], POST …/fc?i=7&amp;c=0, 2:2/0/1024      -----&gt;  |
   *   |  &lt;------ CON [MID=1000], 2.04 Changed, 2:0/1/1024 again  |
   *   | ACK [MID=1000]                                   -----&gt;  |
   *   |  &lt;------ ACK [MID=4], 2.04 Changed, 2:2/0/1024           |
   * </pre>
   */
  @Test
  void blocksBothWaysWithABlockLostOnEach() throws Exception {
    LayerExchange exchange = Exchanges.of(INPUTS, OUTPUTS, CHUNK_BYTES);
    Future<Void> sent = sending(exchange);
    Request first = gateway.request();
    requireBlock1(first, 0, true);
    gateway.respond(first, Ladder.goOn(first));
    Request second = gateway.request();
    requireBlock1(second, 1, false);
    gateway.again(); // it was lost
    gateway.acknowledge(second);

    byte[] body = ReplyBody.join(Exchanges.reply(exchange, OUTPUTS, CHUNK_BYTES));
    Response block = Ladder.block(body, 0, ContentFormats.CHUNK);
    int mid = gateway.respondSeparately(second, block);
    boolean acknowledged = false;
    Request third = null;
    while (!acknowledged || third == null) { // in either order
      var message = gateway.any();
      if (message instanceof Request request) {
        third = request;
      } else {
        assertThat(message.getMID()).isEqualTo(mid);
        acknowledged = true;
      }
    }
    requireBlock2(third, 1);
    gateway.requestAgain(third); // our answer was lost
    gateway.respond(third, Ladder.block(body, 1, ContentFormats.CHUNK));
    Request fourth = gateway.request();
    requireBlock2(fourth, 2);
    gateway.sendAgain(block); // it was on its way all the time
    gateway.acknowledged(mid);
    gateway.respond(fourth, Ladder.block(body, 2, ContentFormats.CHUNK));
    sent.get();
    assertThat(Exchanges.hasReply(exchange, OUTPUTS)).isTrue();
    gateway.silence(500);
    assertThat(transport.sentBytes()).isEqualTo(exchange.chunks().get(0).bytes().length);
    assertThat(transport.receivedBytes()).isEqualTo(body.length);
  }

  /**
   *
   *
   * <pre>
   * SENSOR                                                    GATEWAY
   *   | CON [MID=1], POST …/fc?i=7&amp;c=0, 1:0/1/1024      -----&gt;  |
   *   |  &lt;------ ACK [MID=1], 2.31 Continue, 1:0/1/1024          |
   *   |     the gateway is started again and knows of no block   |
   *   | CON [MID=2], POST …/fc?i=7&amp;c=0, 1:1/0/1024      -----&gt;  |
   *   |  &lt;------ ACK [MID=2], 4.08 Request Entity Incomplete     |
   *   |     the same bytes once more, from the first block on    |
   *   | CON [MID=3], POST …/fc?i=7&amp;c=0, 1:0/1/1024      -----&gt;  |
   *   |  &lt;------ ACK [MID=3], 2.31 Continue, 1:0/1/1024          |
   *   | CON [MID=4], POST …/fc?i=7&amp;c=0, 1:1/0/1024      -----&gt;  |
   *   |  &lt;------ ACK [MID=4], 4.12 Precondition Failed           |
   *   |     with the problem: no such session; open it again     |
   * </pre>
   */
  @Test
  void aGatewayThatIsStartedAgainBetweenBlocks() throws Exception {
    LayerExchange exchange = Exchanges.of(INPUTS, OUTPUTS, CHUNK_BYTES);
    Future<Void> sent = sending(exchange);
    Request first = gateway.request();
    gateway.respond(first, Ladder.goOn(first));
    Request second = gateway.request();
    Response incomplete = new Response(ResponseCode.REQUEST_ENTITY_INCOMPLETE);
    incomplete.getOptions().setBlock1(second.getOptions().getBlock1());
    gateway.respond(second, incomplete);
    requireFailure(sent, TransportException.class, "4.08");

    sent = sending(exchange);
    Request third = gateway.request();
    requireBlock1(third, 0, true);
    assertThat(third.getPayload()).isEqualTo(first.getPayload());
    gateway.respond(third, Ladder.goOn(third));
    Request fourth = gateway.request();
    assertThat(fourth.getPayload()).isEqualTo(second.getPayload());
    Response unknown = new Response(ResponseCode.PRECONDITION_FAILED);
    unknown.getOptions().setContentFormat(ContentFormats.PROBLEM);
    unknown.getOptions().setBlock1(fourth.getOptions().getBlock1());
    unknown.setPayload(
        ConciseProblem.encode(Problem.of(Problem.Type.UNKNOWN_SESSION, "open it again", 0, 7)));
    gateway.respond(fourth, unknown);
    requireFailure(sent, GatewayProblemException.class, "open it again");
    gateway.silence(300);
  }

  /**
   *
   *
   * <pre>
   * SENSOR                                                    GATEWAY
   *   | CON [MID=1], POST …/open?d=porch-cam, password   -----&gt;  |
   *   |  &lt;------ ACK [MID=1]                                     |
   *   |  &lt;------ CON [MID=1000], 2.04 Changed                    |
   *   | ACK [MID=1000]                                   -----&gt;  |
   *   | CON [MID=2], POST …/open?d=porch-cam, password   -----&gt;  |
   *   |  &lt;------ RST [MID=2]                                     |
   * </pre>
   */
  @Test
  void aSessionInASeparateResponseAndAReset() throws Exception {
    SessionRequest wanted =
        new SessionRequest("tiny", "1", "0".repeat(64), "pads", 7, CHUNK_BYTES, Packing.BYTES);
    SessionReply given = new SessionReply("edge", 5, CHUNK_BYTES, Packing.BYTES, 6, 30_000);
    Future<SessionReply> opened = asking(() -> transport.open(wanted, TIMEOUT));
    Request post = gateway.request();
    assertThat(post.getOptions().getUriPathString()).isEqualTo("v1/open");
    assertThat(post.getOptions().getUriQueryString()).isEqualTo("d=porch-cam");
    assertThat(PasswordOption.of(post.getOptions()).orElseThrow())
        .isEqualTo("s3cret".getBytes(StandardCharsets.UTF_8));
    assertThat(Json.read(post.getPayload(), SessionRequest.class)).isEqualTo(wanted);
    gateway.acknowledge(post);
    Response response = new Response(ResponseCode.CHANGED);
    response.getOptions().setContentFormat(ContentFormats.JSON);
    response.setPayload(Json.write(given));
    gateway.acknowledged(gateway.respondSeparately(post, response));
    assertThat(opened.get()).isEqualTo(given);

    opened = asking(() -> transport.open(wanted, TIMEOUT));
    gateway.reset(gateway.request());
    requireFailure(opened, TransportException.class, "reset");
  }

  /**
   *
   *
   * <pre>
   * SENSOR                                                    GATEWAY
   *   | CON [MID=1], POST …/open                         -----&gt;  |
   *   | CON [MID=1], POST …/open, four times more        -----&gt;  |
   *   |     nothing comes; the sensor gives up                   |
   * </pre>
   */
  @Test
  void silenceEndsInTimeAndLeavesNothing() throws Exception {
    SessionRequest wanted =
        new SessionRequest("tiny", "1", "0".repeat(64), "pads", 7, CHUNK_BYTES, Packing.BYTES);
    Future<SessionReply> opened = asking(() -> transport.open(wanted, Duration.ofSeconds(1)));
    gateway.request();
    gateway.again();
    requireFailure(opened, NoReplyException.class, "no reply in time to the request for a session");
    gateway.drain(50);
    gateway.silence(2000); // it is not sent again once nobody waits
  }

  private static void requireFailure(
      Future<?> asked, Class<? extends InferenceException> type, String words) {
    assertThatThrownBy(asked::get)
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOf(type)
        .hasMessageContaining(words);
  }
}
