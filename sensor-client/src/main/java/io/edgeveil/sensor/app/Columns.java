package io.edgeveil.sensor.app;

import io.edgeveil.command.FailureLine;
import io.edgeveil.sensor.inference.Figures;
import io.edgeveil.sensor.inference.Prediction;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What {@code infer} tells a person: a head and a line a picture. */
final class Columns {
  private static final int MOST_LABEL_WIDTH = 30;
  private static final int MOST_IMAGE_WIDTH = 40;
  private static final String FIGURES = "%9s %9s %9s %9s %9s %9s %6s";

  private final int imageWidth;
  private final int labelWidth;

  Columns(List<Path> images, List<String> labels) {
    imageWidth =
        width(
            "image",
            images.stream().map(path -> FailureLine.oneLine(path.toString())).toList(),
            MOST_IMAGE_WIDTH);
    labelWidth = width("label", labels, MOST_LABEL_WIDTH);
  }

  private Columns(int imageWidth, List<String> labels) {
    this.imageWidth = imageWidth;
    labelWidth = width("label", labels, MOST_LABEL_WIDTH);
  }

  /** For pictures that are not known before they come. */
  static Columns ofUnknownPictures(List<String> labels) {
    return new Columns(MOST_IMAGE_WIDTH, labels);
  }

  private static int width(String head, List<String> texts, int most) {
    int longest = texts.stream().mapToInt(String::length).max().orElse(0);
    return Math.max(head.length(), Math.min(longest, most));
  }

  String head() {
    return row("image", "label", "score")
        + String.format(
            Locale.ROOT, FIGURES, "total", "sensor", "wire", "gateway", "sent", "received", "pad");
  }

  List<String> lines(Path image, Classification found) {
    Figures figures = found.figures();
    List<String> lines = new ArrayList<>();
    lines.add(
        row(fit(image.toString()), found.top().get(0))
            + String.format(
                Locale.ROOT,
                FIGURES,
                time(figures.latencyMicros()),
                time(figures.sensorMicros()),
                time(figures.wireMicros()),
                time(figures.gatewayMicros()),
                size(figures.sentBytes()),
                size(figures.receivedBytes()),
                figures.padIndex()));
    for (Prediction next : found.top().subList(1, found.top().size())) {
      lines.add(row("", next).stripTrailing());
    }
    return lines;
  }

  private String row(String image, Prediction prediction) {
    String score = String.format(Locale.ROOT, "%.1f %%", 100 * prediction.score());
    return row(image, prediction.label(), score);
  }

  private String row(String image, String label, String score) {
    return String.format(
        Locale.ROOT, "%-" + imageWidth + "s  %-" + labelWidth + "s %8s ", image, label, score);
  }

  /** A long path loses its beginning. */
  private String fit(String path) {
    String image = FailureLine.oneLine(path);
    return image.length() <= imageWidth
        ? image
        : "…" + image.substring(image.length() - imageWidth + 1);
  }

  private static String time(long micros) {
    return micros < 100_000
        ? String.format(Locale.ROOT, "%.1f ms", micros / 1e3)
        : String.format(Locale.ROOT, "%d ms", micros / 1000);
  }

  private static String size(long bytes) {
    return bytes < 1_000_000
        ? String.format(Locale.ROOT, "%.1f kB", bytes / 1e3)
        : String.format(Locale.ROOT, "%.2f MB", bytes / 1e6);
  }
}
