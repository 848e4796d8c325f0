package io.edgeveil.gateway.coap;

import java.util.Optional;
import org.eclipse.californium.core.coap.CoAP.Code;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;

/** A path that names nothing: a branch of the tree, or what stands where there is no resource. */
final class NoResource extends GatewayResource {
  NoResource(String name) {
    super(name, Code.GET, NONE, NONE, 0);
    setVisible(false);
  }

  @Override
  Optional<Response> refusal(Request request) {
    return Optional.of(Responses.refusal(ResponseCode.NOT_FOUND, "there is no such resource"));
  }
}
