package io.edgeveil.sensor.inference;

import io.edgeveil.core.wire.Problem;
import java.io.Serial;

/** The gateway says why it does not answer. */
public final class GatewayProblemException extends InferenceException {
  private static final int MAX_TEXT = 300;

  @Serial private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  /** With the gateway's words, made fit to print. */
  public GatewayProblemException(Problem problem) {
    super(
        "the gateway refuses: " + printable(problem.title()) + ": " + printable(problem.detail()),
        null);
    this.problem = problem;
  }

  /** Whether the problem is of a type. */
  public boolean is(Problem.Type type) {
    return problem.is(type);
  }

  /** When the gateway wants to be asked again, in milliseconds; 0 if it did not say. */
  long retryAfterMillis() {
    return Math.max(0, problem.retryAfterMs());
  }

  @Override
  boolean isPassing() {
    return is(Problem.Type.UNKNOWN_SESSION) || is(Problem.Type.BUSY) || is(Problem.Type.INCOMPLETE);
  }

  private static String printable(String text) {
    if (text == null) {
      return "?";
    }
    String clean = text.replaceAll("[^\\x20-\\x7e…]", "?");
    return clean.length() <= MAX_TEXT ? clean : clean.substring(0, MAX_TEXT) + "…";
  }
}
