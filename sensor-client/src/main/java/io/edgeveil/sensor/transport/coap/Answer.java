package io.edgeveil.sensor.transport.coap;

import io.edgeveil.coap.ConciseProblem;
import io.edgeveil.coap.ContentFormats;
import io.edgeveil.core.wire.Problem;
import io.edgeveil.core.wire.WireFormatException;
import io.edgeveil.sensor.inference.BadReplyException;
import io.edgeveil.sensor.inference.GatewayProblemException;
import io.edgeveil.sensor.inference.InferenceException;
import io.edgeveil.sensor.inference.TransportException;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.Response;

/** What a gateway said. */
final class Answer {
  private static final byte[] NOTHING = {};

  private Answer() {}

  /**
   * The payload of a success, perhaps empty.
   *
   * @param what it answers, for messages
   * @throws GatewayProblemException if it is a problem
   * @throws TransportException if it is another error; it may pass if it is the server's, or if the
   *     server has lost the blocks before
   */
  static byte[] payload(Response response, String what) throws InferenceException {
    byte[] payload = response.getPayload() == null ? NOTHING : response.getPayload();
    ResponseCode code = response.getCode();
    if (code.isSuccess()) {
      return payload;
    }
    if (response.getOptions().getContentFormat() == ContentFormats.PROBLEM) {
      throw new GatewayProblemException(problem(payload, what));
    }
    throw new TransportException(
        "the gateway refuses " + what + ": " + code + " " + code.name(),
        code.isServerError() || code == ResponseCode.REQUEST_ENTITY_INCOMPLETE,
        null);
  }

  private static Problem problem(byte[] payload, String what) throws BadReplyException {
    try {
      return ConciseProblem.decode(payload);
    } catch (WireFormatException e) {
      throw new BadReplyException("in reply to " + what + ": " + e.getMessage(), e);
    }
  }
}
