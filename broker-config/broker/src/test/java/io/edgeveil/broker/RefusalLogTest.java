package io.edgeveil.broker;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class RefusalLogTest {

  @Test
  void aFloodOfRefusalsIsThirtyLinesAMinuteAndACount() {
    Logger logger = (Logger) LoggerFactory.getLogger(RefusalLog.class);
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    logger.addAppender(lines);
    logger.setAdditive(false);
    try {
      AtomicLong clock = new AtomicLong();
      RefusalLog log = new RefusalLog(clock::get);
      for (int i = 0; i < 1000; i++) {
        log.refused("stranger\n\u001b[31m" + i, "why");
        log.refused("stranger\n\u001b[31m0", "why");
      }
      assertThat(lines.list).hasSize(RefusalLog.LINES_A_MINUTE);
      assertThat(lines.list.get(0).getFormattedMessage())
          .isEqualTo("refused 'stranger??[31m0': why");
      clock.addAndGet(TimeUnit.MINUTES.toNanos(1));
      log.refused("x".repeat(1000), "why");
      assertThat(lines.list).hasSize(RefusalLog.LINES_A_MINUTE + 2);
      assertThat(lines.list.get(RefusalLog.LINES_A_MINUTE).getFormattedMessage())
          .isEqualTo("refused 1970 times more in the minute before");
      assertThat(lines.list.get(RefusalLog.LINES_A_MINUTE + 1).getFormattedMessage())
          .hasSizeLessThan(200);
    } finally {
      logger.setAdditive(true);
      logger.detachAppender(lines);
    }
  }
}
