package io.edgeveil.gateway.coap;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.ContextInitializer;
import ch.qos.logback.core.read.ListAppender;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How much of the gateway's log strangers can write, as the gateway sets it up. */
class LogFloodTest {
  private static final int FLOOD = 300;

  private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

  @BeforeEach
  void logAsTheGatewayDoes() throws Exception {
    context.reset();
    JoranConfigurator configurator = new JoranConfigurator();
    configurator.setContext(context);
    configurator.doConfigure(
        LogFloodTest.class.getClassLoader().getResource("edgeveil-gateway-logback.xml"));
    var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.detachAndStopAllAppenders();
    lines.start();
    root.addAppender(lines);
  }

  @AfterEach
  void logAsTestsDo() throws Exception {
    context.reset();
    new ContextInitializer(context).autoConfig();
  }

  @Test
  void whoeverConnectsToTheSecurePortCausesFewLines(@TempDir Path folder) throws Exception {
    try (CoapRig rig = new CoapRig(folder)) {
      for (int i = 0; i < FLOOD; i++) {
        try (Socket stranger = new Socket(InetAddress.getLoopbackAddress(), rig.securePort())) {
          stranger.setSoTimeout(10_000);
          stranger.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(US_ASCII));
          assertThat(stranger.getInputStream().readAllBytes()).hasSizeLessThan(100);
        }
      }
    }
    assertThat(lines.list)
        .anySatisfy(line -> assertThat(line.getLoggerName()).contains("californium"))
        .hasSizeLessThan(FLOOD / 3);
  }

  @Test
  void aKindOfLineIsLimitedAndHidesNoOther() {
    Logger logger = LoggerFactory.getLogger("io.edgeveil.test");
    for (int i = 0; i < FLOOD; i++) {
      logger.warn("of one kind: {}", i);
    }
    assertThat(lines.list).hasSize(10);
    logger.warn("of another");
    assertThat(lines.list).hasSize(11);
    for (int i = 0; i < FLOOD; i++) {
      logger.warn("never twice the same: " + i);
    }
    assertThat(lines.list).hasSizeLessThan(100);
  }
}
