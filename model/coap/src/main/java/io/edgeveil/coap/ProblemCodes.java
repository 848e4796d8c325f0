package io.edgeveil.coap;

import io.edgeveil.core.wire.Problem;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;

/** The response code of each kind of problem. */
public final class ProblemCodes {
  private static final Map<Problem.Type, ResponseCode> CODES = new EnumMap<>(Problem.Type.class);

  static {
    CODES.put(Problem.Type.MALFORMED, ResponseCode.BAD_REQUEST);
    CODES.put(Problem.Type.UNKNOWN_MODEL, ResponseCode.NOT_FOUND);
    CODES.put(Problem.Type.UNKNOWN_SESSION, ResponseCode.PRECONDITION_FAILED);
    CODES.put(Problem.Type.CONFLICT, ResponseCode.CONFLICT);
    CODES.put(Problem.Type.BUSY, ResponseCode.TOO_MANY_REQUESTS);
    CODES.put(Problem.Type.INCOMPLETE, ResponseCode.REQUEST_ENTITY_INCOMPLETE);
    CODES.put(Problem.Type.FORBIDDEN, ResponseCode.FORBIDDEN);
    CODES.put(Problem.Type.NOT_A_DEALER, ResponseCode.FORBIDDEN);
    CODES.put(Problem.Type.OTHER_ROLE, ResponseCode.FORBIDDEN);
    CODES.put(Problem.Type.FAILED, ResponseCode.INTERNAL_SERVER_ERROR);
  }

  private ProblemCodes() {}

  /** The code of a kind of problem. */
  public static ResponseCode of(Problem.Type type) {
    return CODES.get(type);
  }

  /** The code of a problem; {@code 5.00} if its type is none of ours. */
  public static ResponseCode of(Problem problem) {
    return type(problem).map(ProblemCodes::of).orElse(ResponseCode.INTERNAL_SERVER_ERROR);
  }

  /** The kind of a problem, if it is one of ours. */
  public static Optional<Problem.Type> type(Problem problem) {
    for (Problem.Type type : Problem.Type.values()) {
      if (problem.is(type)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  /**
   * When the same may be tried again, in whole seconds, for Max-Age (RFC 8516, section 3): rounded
   * up, at least 1.
   *
   * @param problem with a time to wait
   */
  public static long maxAgeSeconds(Problem problem) {
    long second = TimeUnit.SECONDS.toMillis(1);
    return Math.max(1, (problem.retryAfterMs() + second - 1) / second);
  }
}
