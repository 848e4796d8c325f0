package io.edgeveil.sensor.watch;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A program of this machine that is run for each classified or failed picture, within a limit of
 * time; the picture's file is there until it has ended. It learns of the picture by <code>
 * {}</code> (the file), <code>{outcome}</code>, <code>{label}</code> and <code>{score}</code> in
 * its words, and by {@code EDGEVEIL_PICTURE}, {@code EDGEVEIL_OUTCOME}, {@code EDGEVEIL_LABEL},
 * {@code EDGEVEIL_SCORE} and {@code EDGEVEIL_JSON} in its environment.
 */
public final class ResultCommand implements ReportSink {
  private final CommandWords command;
  private final Duration limit;

  /** To be run with a time limit. */
  public ResultCommand(CommandWords command, Duration limit) {
    this.command = command;
    this.limit = limit;
  }

  @Override
  public void tell(Report report) throws IOException, InterruptedException {
    String file = report.capture().file().toString();
    String label = report.answer().map(answer -> answer.top().get(0).label()).orElse("");
    String score =
        report
            .answer()
            .map(answer -> String.format(Locale.ROOT, "%.6f", answer.top().get(0).score()))
            .orElse("");
    Map<String, String> places = new LinkedHashMap<>();
    places.put("{}", file);
    places.put("{outcome}", report.outcome().toString());
    places.put("{label}", label);
    places.put("{score}", score);
    List<String> words = command.with(places);
    Map<String, String> environment =
        Map.of(
            "EDGEVEIL_PICTURE", file,
            "EDGEVEIL_OUTCOME", report.outcome().toString(),
            "EDGEVEIL_LABEL", label,
            "EDGEVEIL_SCORE", score,
            "EDGEVEIL_JSON", ReportLine.of(report).json());
    try {
      new BoundedCommand(words, environment, limit).run(Optional.empty());
    } catch (BoundedCommand.FailedException e) {
      throw new IOException("the command for results: " + e.getMessage(), e);
    }
  }
}
