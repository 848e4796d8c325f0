package io.edgeveil.gateway.coap;

import io.edgeveil.core.wire.Problem;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.elements.EndpointContext;

/**
 * What the guards of all endpoints share; see {@link RequestGuard} and {@link ResponseGuard}.
 *
 * @param resources that requests are for
 * @param up bodies of requests
 * @param down bodies of responses
 */
record Guard(Resources resources, Transfers up, Transfers down) {
  private static final long RETRY_MILLIS = 1000;

  /** A device where it is known, whatever addresses it has; else an address. */
  static Object peer(Request request) {
    EndpointContext context = request.getSourceContext();
    return context.getPeerIdentity() == null
        ? context.getPeerAddress()
        : context.getPeerIdentity().getName();
  }

  static Problem tooMuch(String detail) {
    return Problem.of(Problem.Type.BUSY, detail).withRetryAfter(RETRY_MILLIS);
  }
}
