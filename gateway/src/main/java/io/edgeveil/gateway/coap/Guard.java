package io.edgeveil.gateway.coap;

import io.edgeveil.core.wire.Problem;
import java.security.Principal;
import org.eclipse.californium.core.coap.Request;

/**
 * What the guards of all endpoints share; see {@link RequestGuard} and {@link ResponseGuard}.
 *
 * @param resources that requests are for
 * @param up bodies of requests, by device
 * @param unproven bodies of requests of which nobody knows yet whose they are, by address
 * @param down bodies of responses, by device
 */
record Guard(Resources resources, Transfers up, Transfers unproven, Transfers down) {
  private static final long RETRY_MILLIS = 1000;

  /**
   * Whom a result goes to: whom the connection has proved, else the device that the query names,
   * since it has proved its session or password by then, whatever addresses it has.
   */
  static Object receiver(Request request) {
    Principal proven = request.getSourceContext().getPeerIdentity();
    return proven == null
        ? request.getOptions().getUriQuery().stream().filter(Query::tellsDevice).toList()
        : proven.getName();
  }

  static Problem tooMuch(String detail) {
    return Problem.of(Problem.Type.BUSY, detail).withRetryAfter(RETRY_MILLIS);
  }
}
