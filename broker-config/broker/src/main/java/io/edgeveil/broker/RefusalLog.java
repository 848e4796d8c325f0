package io.edgeveil.broker;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log of whom the broker turns away and why: in a minute each line once and at most thirty of
 * them, then how many more there were. What a stranger sent is made fit for a line of text.
 */
final class RefusalLog {
  static final int LINES_A_MINUTE = 30;

  private static final Logger log = LoggerFactory.getLogger(RefusalLog.class);
  private static final long MINUTE_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final int LONGEST_NAME = 160;

  private final LongSupplier nanoTime;
  private long minuteBegan;
  private final Set<String> said = new HashSet<>();
  private long unsaid;

  RefusalLog(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    minuteBegan = nanoTime.getAsLong();
  }

  /** Says that somebody was refused. */
  synchronized void refused(String who, String why) {
    long now = nanoTime.getAsLong();
    if (now - minuteBegan >= MINUTE_NANOS) {
      if (unsaid > 0) {
        log.warn("refused {} times more in the minute before", unsaid);
      }
      minuteBegan = now;
      said.clear();
      unsaid = 0;
    }
    String line = "refused '" + printable(who) + "': " + printable(why);
    if (said.size() < LINES_A_MINUTE && said.add(line)) {
      log.warn("{}", line);
    } else {
      unsaid++;
    }
  }

  /** What a stranger sent, fit for a log line. */
  static String printable(String text) {
    String clean = text.replaceAll("[^\\x20-\\x7e]", "?");
    return clean.length() <= LONGEST_NAME ? clean : clean.substring(0, LONGEST_NAME) + "...";
  }
}
