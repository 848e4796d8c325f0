package io.edgeveil.broker.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.junit.jupiter.api.Test;

/** How a connection ended, in words that say what to do. */
class FailuresTest {
  private final Failures failures = new Failures(new BrokerAddress("gw.local", 1883));

  @Test
  void aConnectionOnWhichNothingMoved() {
    for (int code : new int[] {32_000, 32_002}) {
      assertThat(failures.lost(new MqttException(code)))
          .hasMessage(
              "lost the broker at tcp://gw.local:1883: nothing came or went for too long: the"
                  + " broker, the network or this program stood still");
    }
  }

  @Test
  void whatTheBrokerSaysWhenItEndsOneIsToldWithoutControlCharacters() {
    MqttDisconnectResponse takenOver =
        new MqttDisconnectResponse(142, "by\u001b[2J\nanother", null, null);
    assertThat(failures.disconnected(takenOver))
        .hasMessage(
            "the broker at tcp://gw.local:1883 ended the connection: another client connected with"
                + " the same client id (142), by?[2J?another; two programs run with one name or"
                + " certificate: end one of them");
    assertThat(failures.disconnected(new MqttDisconnectResponse(139, null, null, null)))
        .hasMessage(
            "the broker at tcp://gw.local:1883 ended the connection: server shutting down (139)");
  }
}
