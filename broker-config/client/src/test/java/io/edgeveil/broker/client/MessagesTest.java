package io.edgeveil.broker.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttPublish;
import org.junit.jupiter.api.Test;

/** Messages keep what they are given, on the way to Paho and back. */
class MessagesTest {

  private final OutgoingMessage message =
      OutgoingMessage.of("edgeveil/x", "secret".getBytes(UTF_8))
          .withContentType("application/json")
          .withResponseTopic("edgeveil/reply/x")
          .withCorrelationData(new byte[] {1, 2, 3})
          .withExpiry(Duration.ofSeconds(90))
          .retained();

  @Test
  void everyFieldReachesPahoAndComesBack() {
    MqttMessage paho = PahoTypes.message(message);
    assertThat(paho.getQos()).isEqualTo(1);
    assertThat(paho.isRetained()).isTrue();
    assertThat(paho.getProperties().getMessageExpiryInterval()).isEqualTo(90L);
    IncomingMessage incoming = PahoTypes.incoming("edgeveil/x", paho);
    assertThat(incoming.payload()).isEqualTo("secret".getBytes(UTF_8));
    assertThat(incoming.contentType()).contains("application/json");
    assertThat(incoming.responseTopic()).contains("edgeveil/reply/x");
    assertThat(incoming.correlationData()).hasValue(new byte[] {1, 2, 3});
    assertThat(incoming.isRetained()).isTrue();
  }

  @Test
  void whatWasNotGivenIsAbsent() {
    IncomingMessage incoming =
        PahoTypes.incoming(
            "t", PahoTypes.message(OutgoingMessage.of("t", new byte[0]).withQos(Qos.AT_MOST_ONCE)));
    assertThat(incoming.contentType()).isEmpty();
    assertThat(incoming.responseTopic()).isEmpty();
    assertThat(incoming.correlationData()).isEmpty();
    assertThat(incoming.isRetained()).isFalse();
  }

  @Test
  void thePayloadNeverShows() {
    assertThat(message.toString()).isEqualTo("OutgoingMessage[edgeveil/x, 6 bytes, retained]");
    assertThat(PahoTypes.incoming("edgeveil/x", PahoTypes.message(message)).toString())
        .isEqualTo("IncomingMessage[edgeveil/x, 6 bytes, retained]");
  }

  @Test
  void thePacketIsNeverLargerThanItsBound() throws Exception {
    MqttMessage paho = PahoTypes.message(message);
    MqttPublish packet = new MqttPublish("edgeveil/x", paho, paho.getProperties());
    packet.setMessageId(65_535);
    assertThat((long) packet.serialize().length).isLessThanOrEqualTo(message.packetBytesBound());
  }

  @Test
  void wildcardsAreNoTopic() {
    for (String topic : new String[] {"", "a/+", "#", "a/b#", "a\0b"}) {
      assertThatIllegalArgumentException().isThrownBy(() -> OutgoingMessage.of(topic, new byte[0]));
      assertThatIllegalArgumentException().isThrownBy(() -> message.withResponseTopic(topic));
    }
  }

  @Test
  void expiryCountsWholeSeconds() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> message.withExpiry(Duration.ofMillis(999)));
  }
}
