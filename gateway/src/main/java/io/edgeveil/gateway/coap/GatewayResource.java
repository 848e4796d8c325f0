package io.edgeveil.gateway.coap;

import java.util.Optional;
import org.eclipse.californium.core.CoapResource;
import org.eclipse.californium.core.coap.CoAP.Code;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.MediaTypeRegistry;
import org.eclipse.californium.core.coap.OptionSet;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.core.network.Exchange;
import org.eclipse.californium.core.server.resources.CoapExchange;

/** A resource with one method, one content format each way, and a longest body. */
abstract class GatewayResource extends CoapResource {
  /** No content format: no body is looked at. */
  static final int NONE = MediaTypeRegistry.UNDEFINED;

  private final Code method;
  private final int takes;
  private final int gives;
  private final int longestBytes;

  /**
   * Not part of a tree yet.
   *
   * @param takes content format of requests, or {@link #NONE}
   * @param gives content format of responses
   * @param longestBytes of a request's body
   */
  GatewayResource(String name, Code method, int takes, int gives, int longestBytes) {
    super(name);
    this.method = method;
    this.takes = takes;
    this.gives = gives;
    this.longestBytes = longestBytes;
    getAttributes().addContentType(gives);
  }

  /** Longest body of a request. */
  int longestBytes() {
    return longestBytes;
  }

  /**
   * Why a request is not met whoever sent it: by its method and options, which every block of it
   * has, and the length it tells of or has.
   */
  Optional<Response> refusal(Request request) {
    OptionSet options = request.getOptions();
    if (request.getCode() != method) {
      return Optional.of(
          Responses.refusal(
              ResponseCode.METHOD_NOT_ALLOWED, getURI() + " knows " + method + " alone"));
    }
    if (options.hasAccept() && options.getAccept() != gives) {
      return Optional.of(
          Responses.refusal(ResponseCode.NOT_ACCEPTABLE, "content format " + gives + " is given"));
    }
    if (takes != NONE && options.getContentFormat() != takes) {
      return Optional.of(
          Responses.refusal(
              ResponseCode.UNSUPPORTED_CONTENT_FORMAT, "content format " + takes + " is wanted"));
    }
    int told = options.hasSize1() ? options.getSize1() : 0;
    if (Math.max(told, request.getPayloadSize()) > longestBytes) {
      Response response =
          Responses.refusal(
              ResponseCode.REQUEST_ENTITY_TOO_LARGE, "at most " + longestBytes + " bytes");
      response.getOptions().setSize1(longestBytes);
      return Optional.of(response);
    }
    return Optional.empty();
  }

  /**
   * The device that a body in blocks is from, as its first block shows; empty if only the whole of
   * it can show that. What it takes up is charged to that device.
   */
  Optional<String> from(Request block) throws Senders.SenderException {
    return Optional.empty();
  }

  /** The body of a request, perhaps empty. */
  static byte[] payload(CoapExchange exchange) {
    byte[] payload = exchange.getRequestPayload();
    return payload == null ? new byte[0] : payload;
  }

  @Override
  public final void handleRequest(Exchange exchange) {
    Optional<Response> refusal = refusal(exchange.getRequest());
    if (refusal.isPresent()) {
      new CoapExchange(exchange).respond(refusal.get());
    } else {
      super.handleRequest(exchange);
    }
  }
}
