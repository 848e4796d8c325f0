package io.edgeveil.gateway.coap;

import io.edgeveil.coap.CoapPaths;
import io.edgeveil.coap.ContentFormats;
import io.edgeveil.core.wire.Problem;
import io.edgeveil.gateway.serving.Serving;
import java.util.Optional;
import org.eclipse.californium.core.coap.CoAP;
import org.eclipse.californium.core.coap.CoAP.Code;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.server.resources.CoapExchange;

/** {@code POST /v1/open}. */
final class OpenResource extends GatewayResource {
  static final int LONGEST_BYTES = 4096;

  private final Serving serving;
  private final Senders senders;

  OpenResource(Serving serving, Senders senders) {
    super(CoapPaths.OPEN, Code.POST, ContentFormats.JSON, ContentFormats.JSON, LONGEST_BYTES);
    this.serving = serving;
    this.senders = senders;
    getAttributes().addResourceType("edgeveil.open");
    getAttributes().setTitle("Opens a session");
    getAttributes().setMaximumSizeEstimate(LONGEST_BYTES);
  }

  @Override
  public void handlePOST(CoapExchange exchange) {
    CoapReplyTo replyTo = new CoapReplyTo(exchange);
    senders.opening(
        exchange.advanced().getRequest(),
        (device, problem) -> open(exchange, device, problem, replyTo));
    replyTo.acknowledge();
  }

  @Override
  Optional<String> from(Request block) throws Senders.SenderException {
    return CoAP.isSecureScheme(block.getScheme())
        ? Optional.of(senders.sender(block))
        : Optional.empty(); // the password is hashed once the whole is here
  }

  private void open(CoapExchange exchange, String device, Problem problem, CoapReplyTo replyTo) {
    if (problem == null) {
      serving.open(device, payload(exchange), replyTo);
    } else {
      replyTo.problem(problem);
    }
  }
}
