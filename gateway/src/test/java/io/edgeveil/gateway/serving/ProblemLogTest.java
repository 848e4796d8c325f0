package io.edgeveil.gateway.serving;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.edgeveil.core.wire.Problem;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class ProblemLogTest {
  private final Logger logger = (Logger) LoggerFactory.getLogger(ProblemLog.class);
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private long nowNanos;
  private final ProblemLog log = new ProblemLog(() -> nowNanos);

  @BeforeEach
  void listen() {
    lines.start();
    logger.setLevel(Level.WARN);
    logger.setAdditive(false);
    logger.addAppender(lines);
  }

  @AfterEach
  void stopListening() {
    logger.detachAppender(lines);
    logger.setAdditive(true);
    logger.setLevel(null);
  }

  private void assertLines(String... wanted) {
    assertThat(lines.list).extracting(ILoggingEvent::getFormattedMessage).containsExactly(wanted);
  }

  @Test
  void theFirstIsLoggedAndTheRestCounted() {
    for (int i = 0; i < 50; i++) {
      log.report("pi-1", Problem.of(Problem.Type.CONFLICT, "it differs", 2, 7));
    }
    log.report("pi-2", Problem.of(Problem.Type.BUSY, "too many"));
    nowNanos += Duration.ofSeconds(9).toNanos();
    log.flush();
    assertLines(
        "pi-1: Conflicting content (layer 2, inference 7): it differs",
        "pi-2: Gateway is busy: too many");
    nowNanos += Duration.ofSeconds(1).toNanos();
    log.flush();
    log.report("pi-1", Problem.of(Problem.Type.CONFLICT, "again", 0, -1));
    assertLines(
        "pi-1: Conflicting content (layer 2, inference 7): it differs",
        "pi-2: Gateway is busy: too many",
        "pi-1: Conflicting content: 49 more of these",
        "pi-1: Conflicting content (layer 0): again");
  }

  @Test
  void noNumberOfDevicesFloodsTheLog() {
    for (int device = 0; device < 5000; device++) {
      log.report("pi-" + device, Problem.of(Problem.Type.BUSY, "too many"));
    }
    log.flush();
    assertThat(lines.list).hasSize(1001);
    assertThat(lines.list.get(1000).getFormattedMessage())
        .isEqualTo("4000 more problems of further devices and kinds");
  }
}
