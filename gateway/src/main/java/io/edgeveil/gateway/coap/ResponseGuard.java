package io.edgeveil.gateway.coap;

import org.eclipse.californium.core.coap.BlockOption;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.core.config.CoapConfig;
import org.eclipse.californium.core.network.Exchange;
import org.eclipse.californium.core.network.stack.AbstractLayer;
import org.eclipse.californium.core.network.stack.KeyUri;
import org.eclipse.californium.elements.config.Configuration;

/**
 * The layer above block-wise transfer: a response that must go in blocks is kept until the last of
 * them was fetched, so there must be room for it.
 */
final class ResponseGuard extends AbstractLayer {
  private final Guard guard;
  private final int messageBytes;

  ResponseGuard(Guard guard, Configuration settings) {
    this.guard = guard;
    this.messageBytes = settings.get(CoapConfig.MAX_MESSAGE_SIZE);
  }

  @Override
  public void sendResponse(Exchange exchange, Response response) {
    Request request = exchange.getRequest();
    if (response.getPayloadSize() <= fitting(request)
        || guard
            .down()
            .hold(KeyUri.getKey(exchange), Guard.peer(request), response.getPayloadSize())) {
      super.sendResponse(exchange, response);
      return;
    }
    Response busy = Responses.of(Guard.tooMuch("too much is on its way to this device"));
    busy.setDestinationContext(response.getDestinationContext());
    busy.setType(response.getType());
    busy.setMID(response.getMID());
    busy.addMessageObservers(response.getMessageObservers());
    super.sendResponse(exchange, busy);
  }

  /** The longest body that goes as one message. */
  private int fitting(Request request) {
    BlockOption asked = request.getOptions().getBlock2();
    return asked == null ? messageBytes : Math.min(messageBytes, asked.getSize());
  }
}
