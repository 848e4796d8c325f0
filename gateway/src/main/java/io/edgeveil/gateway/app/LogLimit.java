package io.edgeveil.gateway.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Marker;

/**
 * The bound on the log: ten lines of each kind in ten seconds, then how many more there were. A
 * kind is a logger and its message before anything is put into it.
 *
 * <p><b>Guarantee:</b> whoever can cause a line, in our code or in a library's, cannot fill the
 * disk with them, nor hide the lines of another kind.
 */
public final class LogLimit extends TurboFilter {
  private static final int LINES = 10;
  private static final long PERIOD_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** Messages that are put together before they get here are kinds without end. */
  private static final int KINDS = 64;

  private static final String LEFT_OUT = "{} more lines like this one: {}";

  private record Kind(String logger, String message) {}

  private static final class Run {
    final Logger logger;
    final Level level;
    final long sinceNanos;
    long lines;

    Run(Logger logger, Level level, long sinceNanos) {
      this.logger = logger;
      this.level = level;
      this.sinceNanos = sinceNanos;
    }
  }

  private record LeftOut(Run run, String message) {
    void tell() {
      long more = run.lines - LINES;
      run.logger.log(
          null,
          Logger.FQCN,
          Level.toLocationAwareLoggerInteger(run.level),
          LEFT_OUT,
          new Object[] {more, message},
          null);
    }
  }

  private final LongSupplier nanoTime;
  private final Map<Kind, Run> runs = new LinkedHashMap<>();

  /** No line yet; as logback makes it. */
  public LogLimit() {
    this(System::nanoTime);
  }

  LogLimit(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  @Override
  public FilterReply decide(
      Marker marker,
      Logger logger,
      Level level,
      String message,
      Object[] arguments,
      Throwable thrown) {
    if (message == null
        || message.equals(LEFT_OUT)
        || !level.isGreaterOrEqual(logger.getEffectiveLevel())) {
      return FilterReply.NEUTRAL;
    }
    List<LeftOut> leftOut = new ArrayList<>();
    boolean within;
    synchronized (this) {
      long now = nanoTime.getAsLong();
      expire(now, leftOut);
      within = ++runOf(logger, level, message, now).lines <= LINES;
    }
    leftOut.forEach(LeftOut::tell);
    return within ? FilterReply.NEUTRAL : FilterReply.DENY;
  }

  private Run runOf(Logger logger, Level level, String message, long now) {
    Kind kind = new Kind(logger.getName(), message);
    if (!runs.containsKey(kind) && runs.size() >= KINDS) {
      kind = new Kind("", "others");
    }
    return runs.computeIfAbsent(kind, fresh -> new Run(logger, level, now));
  }

  private void expire(long now, List<LeftOut> leftOut) {
    Iterator<Map.Entry<Kind, Run>> eldestFirst = runs.entrySet().iterator();
    while (eldestFirst.hasNext()) {
      Map.Entry<Kind, Run> eldest = eldestFirst.next();
      Run run = eldest.getValue();
      if (now - run.sinceNanos < PERIOD_NANOS) {
        return;
      }
      eldestFirst.remove();
      if (run.lines > LINES) {
        leftOut.add(new LeftOut(run, eldest.getKey().message()));
      }
    }
  }
}
