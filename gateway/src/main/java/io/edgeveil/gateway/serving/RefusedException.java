package io.edgeveil.gateway.serving;

import io.edgeveil.core.wire.ChunkHeader;
import io.edgeveil.core.wire.Problem;
import java.io.Serial;

/** A request is refused; the problem says why, in words for the requester. */
final class RefusedException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  private RefusedException(Problem problem) {
    super(problem.title() + ": " + problem.detail());
    this.problem = problem;
  }

  static RefusedException of(Problem problem) {
    return new RefusedException(problem);
  }

  static RefusedException of(Problem.Type type, String detail) {
    return new RefusedException(Problem.of(type, detail));
  }

  static RefusedException of(Problem.Type type, String detail, ChunkHeader header) {
    return new RefusedException(Problem.of(type, detail, header.layer(), header.inference()));
  }

  /** A limit was reached that time will lift. */
  static RefusedException busy(String detail, ChunkHeader header, long retryAfterMs) {
    return new RefusedException(
        Problem.of(Problem.Type.BUSY, detail, header.layer(), header.inference())
            .withRetryAfter(retryAfterMs));
  }

  /** A chunk that tells nothing reliable of itself; the layer is known from its route, or -1. */
  static RefusedException unreadable(String detail, int layer) {
    return new RefusedException(Problem.of(Problem.Type.MALFORMED, detail, layer, -1));
  }

  /** To be sent to the requester. */
  Problem problem() {
    return problem;
  }
}
