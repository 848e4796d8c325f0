package io.edgeveil.sensor.app;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.edgeveil.sensor.inference.Figures;
import io.edgeveil.sensor.inference.Prediction;
import java.nio.file.Path;
import java.util.List;

/** What {@code infer --json} says of one picture; times in milliseconds. */
record PictureLine(
    String image,
    String label,
    double score,
    @JsonInclude(JsonInclude.Include.NON_NULL) List<Prediction> top,
    double latencyMs,
    double sensorMs,
    double wireMs,
    double gatewayMs,
    long sentBytes,
    long receivedBytes,
    int roundTrips,
    long padIndex) {

  private static final double SCORE_STEPS = 1e6;

  /** With the list of the likeliest classes where more than one was asked for. */
  static PictureLine of(Path image, Classification found, int top) {
    Figures figures = found.figures();
    List<Prediction> rounded =
        found.top().stream()
            .map(p -> new Prediction(p.label(), Math.round(p.score() * SCORE_STEPS) / SCORE_STEPS))
            .toList();
    return new PictureLine(
        image.toString(),
        rounded.get(0).label(),
        rounded.get(0).score(),
        top > 1 ? rounded : null,
        figures.latencyMicros() / 1e3,
        figures.sensorMicros() / 1e3,
        figures.wireMicros() / 1e3,
        figures.gatewayMicros() / 1e3,
        figures.sentBytes(),
        figures.receivedBytes(),
        figures.roundTrips(),
        figures.padIndex());
  }
}
