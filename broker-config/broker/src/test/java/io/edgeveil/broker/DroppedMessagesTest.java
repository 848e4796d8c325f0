package io.edgeveil.broker;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class DroppedMessagesTest {

  @Test
  void warnsAtTheFirstLossAndAtEachDoubling() {
    Logger logger = (Logger) LoggerFactory.getLogger(DroppedMessages.class);
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    logger.addAppender(lines);
    logger.setAdditive(false);
    try {
      DroppedMessages dropped = new DroppedMessages();
      for (int i = 0; i < 9; i++) {
        dropped.inc();
      }
      assertThat(dropped.getCount()).isEqualTo(9);
      assertThat(lines.list).extracting(ILoggingEvent::getLevel).containsOnly(Level.WARN);
      assertThat(lines.list)
          .extracting(line -> line.getArgumentArray()[0])
          .containsExactly(1L, 2L, 4L, 8L);
    } finally {
      logger.setAdditive(true);
      logger.detachAppender(lines);
    }
  }
}
