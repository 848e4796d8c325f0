package io.edgeveil.sensor.app;

import io.edgeveil.command.FailureLine;
import io.edgeveil.sensor.watch.Outcome;
import io.edgeveil.sensor.watch.Report;
import io.edgeveil.sensor.watch.ReportLine;
import io.edgeveil.sensor.watch.ReportSink;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** What {@code watch} says of each picture on standard output, at once. */
final class WatchLines implements ReportSink {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());

  private final PrintWriter out;
  private final boolean json;
  private final Columns columns;

  WatchLines(PrintWriter out, boolean json, List<String> labels) {
    this.out = out;
    this.json = json;
    this.columns = Columns.ofUnknownPictures(labels);
    if (!json) {
      out.println("time      " + columns.head());
      out.flush();
    }
  }

  @Override
  public void tell(Report report) {
    if (json) {
      out.println(ReportLine.of(report).json());
    } else {
      String time = TIME.format(report.at()) + "  ";
      if (report.outcome() == Outcome.CLASSIFIED) {
        Path image = Path.of(report.capture().name());
        Classification found =
            report.answer().map(a -> new Classification(a.top(), a.figures())).orElseThrow();
        String indent = " ".repeat(time.length());
        List<String> lines = columns.lines(image, found);
        out.println(time + lines.get(0));
        lines.subList(1, lines.size()).forEach(line -> out.println(indent + line));
      } else {
        out.println(
            time
                + FailureLine.oneLine(report.capture().name())
                + "  "
                + report.outcome()
                + ": "
                + FailureLine.oneLine(report.reason().orElse("?")));
      }
    }
    out.flush();
  }
}
