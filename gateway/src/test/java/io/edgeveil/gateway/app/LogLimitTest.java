package io.edgeveil.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LogLimitTest {
  private long nowNanos;
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

  private Logger logger() {
    LoggerContext context = new LoggerContext();
    context.addTurboFilter(new LogLimit(() -> nowNanos));
    Logger logger = context.getLogger("test");
    logger.setLevel(Level.INFO);
    logger.addAppender(lines);
    lines.start();
    return logger;
  }

  @Test
  void whatWasLeftOutIsToldOnceTheTenSecondsAreOver() {
    Logger logger = logger();
    for (int i = 0; i < 25; i++) {
      logger.warn("line {}", i);
      logger.debug("not wanted anyway");
    }
    assertThat(lines.list).hasSize(10);
    nowNanos += TimeUnit.SECONDS.toNanos(10);
    logger.info("another");
    logger.warn("line {}", 25);
    assertThat(lines.list.subList(10, 13))
        .extracting(ILoggingEvent::getFormattedMessage)
        .containsExactly("15 more lines like this one: line {}", "another", "line 25");
    assertThat(lines.list.get(10).getLevel()).isEqualTo(Level.WARN);
  }
}
