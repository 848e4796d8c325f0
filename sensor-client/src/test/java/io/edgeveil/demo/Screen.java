package io.edgeveil.demo;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** What the demonstration prints. Colours and a moving progress line only on a terminal. */
final class Screen {
  private static final String DIM = "\u001b[2m";
  private static final String BOLD = "\u001b[1m";
  private static final String PLAIN = "\u001b[0m";
  private static final String GAP = "      ";

  private final PrintStream out;
  private final boolean terminal;
  private long stepStartedNanos;

  Screen(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  void title(String text) {
    out.println();
    out.println(bold(text));
    out.println();
  }

  /** Begins a step: what is done, and the command that does it. */
  void step(String what, String command) {
    out.println(bold("▸ ") + what);
    out.println(dim("  $ " + command));
    stepStartedNanos = System.nanoTime();
  }

  /** Moves the progress of the running step, on a terminal. */
  void progress(int done, int total) {
    if (terminal) {
      int filled = 40 * done / total;
      out.print(
          "\r  " + "█".repeat(filled) + "░".repeat(40 - filled) + " " + done + "/" + total + "  ");
      out.flush();
    }
  }

  /** Ends a step with what came of it. */
  void done(String result) {
    double seconds = (System.nanoTime() - stepStartedNanos) / 1e9;
    out.print(terminal ? "\r\u001b[K" : "");
    out.printf(
        Locale.ROOT, "  %s  %s%n", result, dim(String.format(Locale.ROOT, "%.1f s", seconds)));
  }

  /** The same tensor twice: as the sensor sees it and as the gateway does. */
  void pair(GreyPicture sensor, GreyPicture gateway, List<Path> files) {
    out.println();
    out.println(
        bold(column("what the sensor sees", sensor.width()) + GAP + "what the gateway sees"));
    for (int row = 0; row < sensor.lines(); row++) {
      out.println(sensor.line(row, terminal) + GAP + gateway.line(row, terminal));
    }
    for (Path file : files) {
      out.println(dim(file.toString()));
    }
  }

  /** The closing table, one row a network. */
  void table(List<String> header, List<List<String>> rows) {
    out.println();
    int[] widths = new int[header.size()];
    for (int i = 0; i < widths.length; i++) {
      int column = i;
      widths[i] =
          Math.max(
              header.get(i).length(),
              rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0));
    }
    out.println(bold(line(header, widths)));
    rows.forEach(row -> out.println(line(row, widths)));
    out.println();
  }

  void text(String line) {
    out.println(line);
  }

  private static String line(List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder(column(cells.get(0), widths[0]));
    for (int i = 1; i < widths.length; i++) {
      line.append("  ").append(" ".repeat(widths[i] - cells.get(i).length())).append(cells.get(i));
    }
    return line.toString();
  }

  private static String column(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }

  private String bold(String text) {
    return terminal ? BOLD + text + PLAIN : text;
  }

  private String dim(String text) {
    return terminal ? DIM + text + PLAIN : text;
  }
}
