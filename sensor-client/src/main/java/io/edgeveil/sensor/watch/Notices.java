package io.edgeveil.sensor.watch;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What the owner is told beside reports, in lines. What is a matter of state is told when it
 * changes, and again every ten minutes as long as it lasts; so a month without a camera leaves no
 * line for each picture.
 */
public final class Notices {
  private static final Duration REMIND = Duration.ofMinutes(10);

  private record Told(String text, long nanos) {}

  private final Consumer<String> lines;
  private final WatchClock clock;
  private final Map<String, Told> told = new HashMap<>(); // by matter

  /** Lines go where {@code lines} puts them. */
  public Notices(Consumer<String> lines, WatchClock clock) {
    this.lines = lines;
    this.clock = clock;
  }

  /** Tells at once. */
  public synchronized void tell(String text) {
    lines.accept(text);
  }

  /** A matter is in a bad state. */
  synchronized void bad(String matter, String text) {
    Told last = told.get(matter);
    long now = clock.nanos();
    if (last == null || !last.text().equals(text) || now - last.nanos() >= REMIND.toNanos()) {
      told.put(matter, new Told(text, now));
      lines.accept(matter + ": " + text);
    }
  }

  /** A matter is well; told only if it was not before. */
  synchronized void good(String matter, String text) {
    if (told.remove(matter) != null) {
      lines.accept(matter + ": " + text);
    }
  }
}
