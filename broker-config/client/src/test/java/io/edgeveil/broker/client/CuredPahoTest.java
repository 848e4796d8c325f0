package io.edgeveil.broker.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Collections;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.common.packet.util.CountingInputStream;
import org.junit.jupiter.api.Test;

/** The Paho this module runs on is the one that reads in bulk. */
class CuredPahoTest {

  @Test
  void theReplacedClassIsTheOnlyOneOnTheClassPathAndStandsBesidePaho() throws Exception {
    String resource = CountingInputStream.class.getName().replace('.', '/') + ".class";
    assertThat(Collections.list(MqttAsyncClient.class.getClassLoader().getResources(resource)))
        .hasSize(1);
    assertThat(CountingInputStream.class.getProtectionDomain().getCodeSource().getLocation())
        .isEqualTo(MqttAsyncClient.class.getProtectionDomain().getCodeSource().getLocation());
  }

  @Test
  void aBulkReadIsOneCallToTheStreamBeneath() throws Exception {
    int[] calls = new int[1];
    InputStream beneath =
        new ByteArrayInputStream(new byte[1000]) {
          @Override
          public synchronized int read() {
            calls[0]++;
            return super.read();
          }

          @Override
          public synchronized int read(byte[] buffer, int offset, int length) {
            calls[0]++;
            return super.read(buffer, offset, length);
          }
        };
    try (CountingInputStream counting = new CountingInputStream(beneath)) {
      assertThat(counting.read(new byte[1000], 0, 1000)).isEqualTo(1000);
      assertThat(counting.getCounter()).isEqualTo(1000);
    }
    assertThat(calls[0]).isEqualTo(1);
  }
}
