package io.edgeveil.gateway.coap;

import io.edgeveil.coap.CoapSettings;
import io.edgeveil.core.wire.Problem;
import java.util.Optional;
import org.eclipse.californium.core.coap.BlockOption;
import org.eclipse.californium.core.coap.CoAP.Code;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.OptionSet;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.core.network.Exchange;
import org.eclipse.californium.core.network.stack.AbstractLayer;
import org.eclipse.californium.core.network.stack.KeyUri;
import org.eclipse.californium.core.server.resources.Resource;

/**
 * The layer below block-wise transfer: looks at the first block before room is made for the others.
 * Californium alone would take in a whole body before the resource can refuse it, and makes room
 * for the longest body there is at each block that could begin one.
 */
final class RequestGuard extends AbstractLayer {
  private final Guard guard;
  private final int bulkBlocks;

  RequestGuard(Guard guard, boolean tcp) {
    this.guard = guard;
    this.bulkBlocks = tcp ? CoapSettings.BULK_BLOCKS : 1;
  }

  @Override
  public void receiveRequest(Exchange exchange, Request request) {
    KeyUri transfer = KeyUri.getKey(exchange);
    BlockOption asked = request.getOptions().getBlock2();
    if (request.getOptions().hasBlock1()) {
      receiveBlock(exchange, request, transfer);
    } else if (asked != null && asked.getNum() > 0) {
      receiveRequestForBlock(exchange, request, transfer, asked);
    } else {
      super.receiveRequest(exchange, request);
    }
  }

  private void receiveBlock(Exchange exchange, Request block, KeyUri transfer) {
    Optional<Response> refusal = refusal(block, transfer);
    if (refusal.isPresent()) {
      respond(exchange, block, refusal.get());
      return;
    }
    boolean last = !block.getOptions().getBlock1().isM();
    super.receiveRequest(exchange, block);
    if (last) {
      release(transfer);
    }
  }

  /** Why a block is not taken in. If it is, there is room for its body. */
  private Optional<Response> refusal(Request block, KeyUri transfer) {
    OptionSet options = block.getOptions();
    Resource resource = guard.resources().at(options.getUriPath());
    if (!(resource instanceof GatewayResource known)) {
      return Optional.of(
          Responses.refusal(ResponseCode.METHOD_NOT_ALLOWED, "this resource takes no body"));
    }
    Optional<Response> refusal = known.refusal(block);
    if (refusal.isPresent()) {
      return refusal;
    }
    int longest = known.longestBytes();
    if (longest == 0 || (options.hasSize1() && options.getSize1() == 0)) {
      return Optional.of(Responses.refusal(ResponseCode.BAD_OPTION, "an empty body in blocks"));
    }
    block.setMaxResourceBodySize(longest);
    try {
      return options.getBlock1().getNum() > 0 ? next(transfer) : first(block, transfer, known);
    } catch (Senders.SenderException e) {
      return Optional.of(Responses.of(e.problem()));
    }
  }

  /** Nothing is held for a body before it is known whose it is, but a little for all strangers. */
  private Optional<Response> first(Request block, KeyUri transfer, GatewayResource resource)
      throws Senders.SenderException {
    Optional<String> device = resource.from(block);
    int longest = resource.longestBytes();
    OptionSet options = block.getOptions();
    boolean held =
        device.isPresent()
            ? guard
                .up()
                .hold(transfer, device.get(), options.hasSize1() ? options.getSize1() : longest)
            : guard.unproven().hold(transfer, block.getSourceContext().getPeerAddress(), longest);
    return held
        ? Optional.empty()
        : Optional.of(Responses.of(Guard.tooMuch("too much of this device is on its way here")));
  }

  private Optional<Response> next(KeyUri transfer) {
    return guard.up().holdLonger(transfer) || guard.unproven().holdLonger(transfer)
        ? Optional.empty()
        : Optional.of(
            Responses.of(
                Problem.of(
                    Problem.Type.INCOMPLETE,
                    "the blocks before it are not here: send all of it again")));
  }

  private void release(KeyUri transfer) {
    guard.up().release(transfer);
    guard.unproven().release(transfer);
  }

  /**
   * What is asked for is a part of a response given before: to make it again is not in our power
   * where the request had a body.
   */
  private void receiveRequestForBlock(
      Exchange exchange, Request request, KeyUri transfer, BlockOption asked) {
    long body = guard.down().held(transfer);
    if (body == 0 && request.getCode() == Code.POST) {
      respond(
          exchange,
          request,
          Responses.of(
              Problem.of(
                  Problem.Type.INCOMPLETE, "the response is here no more: send all of it again")));
      return;
    }
    super.receiveRequest(exchange, request);
    int blocks = asked.getSzx() == BlockOption.BERT_SZX ? bulkBlocks : 1;
    if ((long) asked.getOffset() + (long) blocks * asked.getSize() >= body) {
      guard.down().release(transfer);
    }
  }

  /** An error ends the transfer that the block was of. */
  @Override
  public void sendResponse(Exchange exchange, Response response) {
    if (response.isError() && exchange.getRequest().getOptions().hasBlock1()) {
      release(KeyUri.getKey(exchange));
    }
    super.sendResponse(exchange, response);
  }

  private void respond(Exchange exchange, Request request, Response response) {
    response.setDestinationContext(request.getSourceContext());
    sendResponse(exchange, response);
  }
}
