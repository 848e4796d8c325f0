package io.edgeveil.gateway.coap;

import io.edgeveil.coap.CoapSettings;
import org.eclipse.californium.core.coap.BlockOption;
import org.eclipse.californium.core.coap.CoAP.Code;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.core.config.CoapConfig;
import org.eclipse.californium.core.network.Exchange;
import org.eclipse.californium.core.network.stack.AbstractLayer;
import org.eclipse.californium.core.network.stack.Block2BlockwiseStatus;
import org.eclipse.californium.core.network.stack.KeyUri;
import org.eclipse.californium.elements.config.Configuration;
import org.eclipse.californium.elements.util.Bytes;

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
    if (response.getPayloadSize() <= fitting(request) || isKept(exchange, request, response)) {
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

  /**
   * Whether a response in blocks can go: what anybody may ask for is not kept, since each block can
   * be cut out of it anew, and an error that does not fit goes without its words.
   */
  private boolean isKept(Exchange exchange, Request request, Response response) {
    BlockOption asked = request.getOptions().getBlock2();
    if (request.getCode() == Code.GET) {
      if (asked == null || asked.getNum() == 0) { // else it is cut below
        int longest = BlockOption.size2Szx(CoapSettings.BLOCK_BYTES);
        int szx = asked == null ? longest : Math.min(longest, asked.getSzx());
        Block2BlockwiseStatus.crop(response, new BlockOption(szx, false, 0), 1);
      }
      return true;
    }
    if (response.isError()) {
      response.setPayload(Bytes.EMPTY);
      response.getOptions().removeContentFormat();
      return true;
    }
    return guard
        .down()
        .hold(KeyUri.getKey(exchange), Guard.receiver(request), response.getPayloadSize());
  }

  /** The longest body that goes as one message. */
  private int fitting(Request request) {
    BlockOption asked = request.getOptions().getBlock2();
    return asked == null ? messageBytes : Math.min(messageBytes, asked.getSize());
  }
}
