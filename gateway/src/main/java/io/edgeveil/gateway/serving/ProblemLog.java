package io.edgeveil.gateway.serving;

import io.edgeveil.core.wire.Problem;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Problems as an operator reads them: the first of each device and kind at once, and how many more
 * followed it in ten seconds. A device that sends nothing but nonsense cannot flood the log.
 */
final class ProblemLog {
  private static final Logger LOG = LoggerFactory.getLogger(ProblemLog.class);
  private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final int MAX_KINDS = 1000;

  private record Kind(String device, String type, String title) {}

  private static final class Run {
    final long sinceNanos;
    long more;

    Run(long sinceNanos) {
      this.sinceNanos = sinceNanos;
    }
  }

  private final LongSupplier nanoTime;
  private final Map<Kind, Run> runs = new LinkedHashMap<>();
  private long others;

  ProblemLog(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Logs the problem, or counts it with the one that was logged. */
  synchronized void report(String device, Problem problem) {
    Kind kind = new Kind(device, problem.type(), problem.title());
    Run run = runs.get(kind);
    if (run != null) {
      run.more++;
      return;
    }
    if (runs.size() >= MAX_KINDS) {
      others++;
      return;
    }
    runs.put(kind, new Run(nanoTime.getAsLong()));
    String where =
        problem.layer() < 0
            ? ""
            : problem.inference() < 0
                ? " (layer " + problem.layer() + ")"
                : " (layer " + problem.layer() + ", inference " + problem.inference() + ")";
    LOG.warn("{}: {}{}: {}", device, problem.title(), where, problem.detail());
  }

  /** Tells of what was only counted, once it is ten seconds old. */
  synchronized void flush() {
    long now = nanoTime.getAsLong();
    var all = runs.entrySet().iterator();
    while (all.hasNext()) {
      var entry = all.next();
      if (now - entry.getValue().sinceNanos >= QUIET_NANOS) {
        all.remove();
        if (entry.getValue().more > 0) {
          LOG.warn(
              "{}: {}: {} more of these",
              entry.getKey().device(),
              entry.getKey().title(),
              entry.getValue().more);
        }
      }
    }
    if (others > 0) {
      LOG.warn("{} more problems of further devices and kinds", others);
      others = 0;
    }
  }
}
