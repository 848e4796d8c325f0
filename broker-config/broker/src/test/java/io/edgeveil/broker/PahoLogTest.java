package io.edgeveil.broker;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.edgeveil.broker.client.PahoLog;
import java.io.IOException;
import java.util.ResourceBundle;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * What Paho would tell the user of a lost connection, {@code BrokerConnection} tells in our words.
 */
class PahoLogTest {

  @Test
  void nothingOfItReachesTheUser() {
    Logger logger = (Logger) LoggerFactory.getLogger("paho");
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    logger.addAppender(log);
    logger.setLevel(Level.TRACE);
    PahoLog paho = new PahoLog();
    paho.initialise(
        ResourceBundle.getBundle("org.eclipse.paho.mqttv5.client.internal.nls.logcat"),
        "paho",
        "gw-1");
    Object[] nanos = {20_000_000_000L, 1L, 2L, 3L, 4L};
    paho.severe("ClientState", "checkForActivity", "619", nanos);
    paho.severe("CommsSender", "handleRunException", "804", null, new IOException("Broken pipe"));
    paho.warning("CommsCallback", "mqttErrorOccurred", "721", new Object[] {"an error"});
    assertThat(log.list).hasSize(3).extracting(ILoggingEvent::getLevel).containsOnly(Level.DEBUG);
    assertThat(log.list.get(0).getFormattedMessage()).startsWith("Timed out as no activity");
  }
}
