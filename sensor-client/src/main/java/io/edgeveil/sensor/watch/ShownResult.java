package io.edgeveil.sensor.watch;

import io.edgeveil.sensor.inference.Prediction;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * The retained {@code result} of a device, for whoever may read its status: published only if the
 * owner asks. Without the picture's name.
 *
 * @param label likeliest class
 * @param score of it, 0 to 1
 * @param latencyMs of the inference, in milliseconds
 * @param at ISO-8601
 */
public record ShownResult(String label, double score, long latencyMs, String at) {
  private static final double SCORE_STEPS = 1e4;
  private static final int MAX_LABEL = 60;

  /** Of a report, if it has a result. */
  public static Optional<ShownResult> of(Report report) {
    return report
        .answer()
        .map(
            answer -> {
              Prediction best = answer.top().get(0);
              return new ShownResult(
                  best.label().length() <= MAX_LABEL
                      ? best.label()
                      : best.label().substring(0, MAX_LABEL - 1) + "…",
                  Math.round(best.score() * SCORE_STEPS) / SCORE_STEPS,
                  answer.figures().latencyMicros() / 1000,
                  report.at().truncatedTo(ChronoUnit.SECONDS).toString());
            });
  }
}
