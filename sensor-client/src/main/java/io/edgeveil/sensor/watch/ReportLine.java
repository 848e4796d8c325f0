package io.edgeveil.sensor.watch;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.edgeveil.core.json.Json;
import io.edgeveil.sensor.inference.Figures;
import io.edgeveil.sensor.inference.Prediction;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * A report as a line of JSON; times in milliseconds, {@code at} in ISO-8601. What does not apply is
 * left out.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ReportLine(
    String at,
    String image,
    String outcome,
    String label,
    Double score,
    List<Prediction> top,
    String reason,
    long waitedMs,
    long pads,
    Double latencyMs,
    Double sensorMs,
    Double wireMs,
    Double gatewayMs,
    Long sentBytes,
    Long receivedBytes,
    Integer roundTrips,
    Long padIndex) {

  private static final double SCORE_STEPS = 1e6;

  /** With the list of the likeliest classes where there is more than one. */
  public static ReportLine of(Report report) {
    List<Prediction> top =
        report
            .answer()
            .map(answer -> answer.top().stream().map(ReportLine::rounded).toList())
            .orElse(List.of());
    Figures figures = report.answer().map(Answer::figures).orElse(null);
    boolean has = figures != null;
    return new ReportLine(
        report.at().truncatedTo(ChronoUnit.MILLIS).toString(),
        report.capture().name(),
        report.outcome().toString(),
        has ? top.get(0).label() : null,
        has ? top.get(0).score() : null,
        top.size() > 1 ? top : null,
        report.reason().orElse(null),
        report.waitedMillis(),
        report.pads(),
        has ? figures.latencyMicros() / 1e3 : null,
        has ? figures.sensorMicros() / 1e3 : null,
        has ? figures.wireMicros() / 1e3 : null,
        has ? figures.gatewayMicros() / 1e3 : null,
        has ? figures.sentBytes() : null,
        has ? figures.receivedBytes() : null,
        has ? figures.roundTrips() : null,
        has ? figures.padIndex() : null);
  }

  private static Prediction rounded(Prediction prediction) {
    return new Prediction(
        prediction.label(), Math.round(prediction.score() * SCORE_STEPS) / SCORE_STEPS);
  }

  /** Without a line feed. */
  public String json() {
    return new String(Json.write(this), StandardCharsets.UTF_8);
  }
}
