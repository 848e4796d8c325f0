package io.edgeveil.gateway.coap;

import io.edgeveil.coap.ContentFormats;
import io.edgeveil.coap.ReplyBody;
import io.edgeveil.core.json.Json;
import io.edgeveil.core.wire.Chunk;
import io.edgeveil.core.wire.Problem;
import io.edgeveil.core.wire.SessionReply;
import io.edgeveil.gateway.serving.ReplyTo;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.core.server.resources.CoapExchange;

/**
 * The one response to one request. What comes after it, a problem with a tensor whose chunk was
 * accepted, is dropped: the sensor learns of it when it sends again.
 */
final class CoapReplyTo implements ReplyTo {
  private final CoapExchange exchange;
  private final AtomicBoolean responded = new AtomicBoolean();

  CoapReplyTo(CoapExchange exchange) {
    this.exchange = exchange;
  }

  @Override
  public void opened(SessionReply reply) {
    respond(Responses.of(ResponseCode.CHANGED, ContentFormats.JSON, Json.write(reply)));
  }

  @Override
  public void accepted() {
    respond(new Response(ResponseCode.CHANGED));
  }

  @Override
  public void reply(List<Chunk> chunks) {
    respond(Responses.of(ResponseCode.CHANGED, ContentFormats.CHUNK, ReplyBody.join(chunks)));
  }

  @Override
  public void problem(Problem problem) {
    respond(Responses.of(problem));
  }

  /** Any other response. */
  void respond(Response response) {
    if (responded.compareAndSet(false, true)) {
      exchange.respond(response);
    }
  }

  /**
   * Says that the request has come, so that it is not sent again while it is worked on; the
   * response will be a separate one. Does nothing after the response.
   */
  void acknowledge() {
    if (!responded.get()) {
      exchange.accept();
    }
  }
}
