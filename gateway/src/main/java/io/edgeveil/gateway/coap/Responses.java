package io.edgeveil.gateway.coap;

import io.edgeveil.coap.ConciseProblem;
import io.edgeveil.coap.ContentFormats;
import io.edgeveil.coap.ProblemCodes;
import io.edgeveil.core.wire.Problem;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.Response;

/** Responses that the front end gives. */
final class Responses {
  private Responses() {}

  /** A body of one content format. */
  static Response of(ResponseCode code, int contentFormat, byte[] body) {
    Response response = new Response(code);
    response.getOptions().setContentFormat(contentFormat);
    response.setPayload(body);
    return response;
  }

  /** A problem under its code, with when to come back if it says so. */
  static Response of(Problem problem) {
    return of(ProblemCodes.of(problem), problem);
  }

  /** A problem under a code that says more than its type. */
  static Response of(ResponseCode code, Problem problem) {
    Response response = of(code, ContentFormats.PROBLEM, ConciseProblem.encode(problem, code));
    if (problem.retryAfterMs() >= 0) {
      response.getOptions().setMaxAge(ProblemCodes.maxAgeSeconds(problem));
    }
    return response;
  }

  /** A request that cannot be met as it is made. */
  static Response refusal(ResponseCode code, String detail) {
    return of(code, Problem.of(Problem.Type.MALFORMED, detail));
  }
}
