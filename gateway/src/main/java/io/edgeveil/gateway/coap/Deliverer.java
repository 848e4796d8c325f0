package io.edgeveil.gateway.coap;

import io.edgeveil.core.wire.Problem;
import org.eclipse.californium.core.coap.CoAP;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.network.Exchange;
import org.eclipse.californium.core.server.ServerMessageDeliverer;
import org.eclipse.californium.core.server.resources.Resource;
import org.eclipse.californium.elements.config.Configuration;

/** Brings requests to resources; those of peers whose account counts no more, to none. */
final class Deliverer extends ServerMessageDeliverer {
  private final Resources resources;
  private final Senders senders;

  Deliverer(Resources resources, Senders senders, Configuration settings) {
    super(resources.root(), settings);
    this.resources = resources;
    this.senders = senders;
  }

  @Override
  protected boolean preDeliverRequest(Exchange exchange) {
    Request request = exchange.getRequest();
    if (!CoAP.isSecureScheme(request.getScheme())
        || senders.mayStay(request.getSourceContext().getPeerIdentity())) {
      return false;
    }
    exchange.sendResponse(
        Responses.of(
            Problem.of(
                Problem.Type.FORBIDDEN,
                "the account was revoked, or has another key or certificate now")));
    return true;
  }

  @Override
  protected Resource findResource(Exchange exchange) {
    return resources.at(exchange.getRequest().getOptions().getUriPath());
  }
}
