package io.edgeveil.bench;

import io.edgeveil.core.json.Json;
import io.edgeveil.core.json.JsonFormatException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** All measurements of a run: one JSON object a line in a file as they come, a table at the end. */
final class Results {
  private static final String ROW = "| %-58s | %11s | %-5s | %7s | %6s | %-31s | %-16s |%n";

  private final Path file;
  private final List<Measurement> all = new ArrayList<>();

  /** Begins the file anew. */
  Results(Path file) throws IOException {
    this.file = file;
    Files.write(file, new byte[0]);
  }

  void add(Measurement measurement) throws IOException {
    all.add(measurement);
    String line = new String(Json.write(measurement), StandardCharsets.UTF_8) + "\n";
    Files.writeString(file, line, StandardOpenOption.APPEND);
  }

  void print(PrintStream out) {
    out.printf(ROW, "measurement", "value", "unit", "samples", "ratio", "to", "aim");
    out.println(
        "|------------------------------------------------------------|------------:|-------|--------:|"
            + "-------:|---------------------------------|------------------|");
    for (Measurement row : all) {
      out.printf(
          ROW,
          row.name(),
          number(row.value()),
          row.unit(),
          row.samples(),
          row.ratio() == null ? "" : String.format(Locale.ROOT, "%.2f", row.ratio()),
          row.to() == null ? "" : row.to(),
          row.aim() == null ? "" : row.aim());
    }
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, value >= 1e4 ? "%,.0f" : "%,.2f", value);
  }

  /** Holds what both runs measured against one another. */
  void printAgainst(Path old, PrintStream out) throws IOException, JsonFormatException {
    Map<String, Measurement> before = new LinkedHashMap<>();
    for (String line : Files.readAllLines(old)) {
      Measurement read = Json.read(line.getBytes(StandardCharsets.UTF_8), Measurement.class);
      before.put(read.name(), read);
    }
    out.printf(
        "%n%-60s %12s %12s %8s %8s %8s%n",
        "against " + old, "then", "now", "change", "ratio", "now");
    for (Measurement now : all) {
      Measurement then = before.get(now.name());
      if (then != null) {
        out.printf(
            "%-60s %12s %12s %7.1f%% %8s %8s%n",
            now.name() + ", " + now.unit(),
            number(then.value()),
            number(now.value()),
            100 * (now.value() / then.value() - 1),
            then.ratio() == null ? "" : then.ratio(),
            now.ratio() == null ? "" : now.ratio());
      }
    }
  }
}
