package io.edgeveil.gateway.coap;

import io.edgeveil.coap.ContentFormats;
import io.edgeveil.core.wire.ChunkHeader;
import io.edgeveil.core.wire.Problem;
import io.edgeveil.gateway.model.ServedLayer;
import io.edgeveil.gateway.serving.Route;
import io.edgeveil.gateway.serving.Serving;
import java.util.Optional;
import org.eclipse.californium.core.coap.CoAP;
import org.eclipse.californium.core.coap.CoAP.Code;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.server.resources.CoapExchange;

/** {@code POST /v1/models/<model>/layers/<layer>}: takes chunks, and gives the layer's result. */
final class LayerResource extends GatewayResource {
  private final String model;
  private final Serving serving;
  private final Senders senders;

  LayerResource(String model, ServedLayer layer, int chunkBytes, Serving serving, Senders senders) {
    super(layer.name(), Code.POST, ContentFormats.CHUNK, ContentFormats.CHUNK, chunkBytes);
    this.model = model;
    this.serving = serving;
    this.senders = senders;
    getAttributes().addResourceType("edgeveil.layer");
    getAttributes().setTitle("Linear layer " + layer.index() + " of " + model);
    getAttributes().setMaximumSizeEstimate(chunkBytes);
  }

  @Override
  public void handlePOST(CoapExchange exchange) {
    CoapReplyTo replyTo = new CoapReplyTo(exchange);
    Request request = exchange.advanced().getRequest();
    try {
      String device = sender(request);
      Route.Part part = Query.part(request.getOptions().getUriQuery());
      serving.accept(
          new Route(device, model, getName(), Optional.of(part)), payload(exchange), replyTo);
    } catch (Query.QueryException e) {
      replyTo.problem(Problem.of(Problem.Type.MALFORMED, e.getMessage()));
    } catch (Senders.SenderException e) {
      replyTo.problem(e.problem());
    }
    replyTo.acknowledge();
  }

  @Override
  Optional<String> from(Request block) throws Senders.SenderException {
    return Optional.of(sender(block));
  }

  /** Looks at the session before anything is charged to a device that anybody may have named. */
  private String sender(Request request) throws Senders.SenderException {
    String device = senders.sender(request);
    byte[] beginning = request.getPayload() == null ? new byte[0] : request.getPayload();
    if (!CoAP.isSecureScheme(request.getScheme())
        && !serving.isOpen(ChunkHeader.sessionOf(beginning), device)) {
      throw Senders.noSession();
    }
    return device;
  }
}
