package org.eclipse.paho.mqttv5.client.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.paho.mqttv5.client.internal.MqttState;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttPingResp;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.MqttPubAck;
import org.eclipse.paho.mqttv5.common.packet.MqttPublish;
import org.eclipse.paho.mqttv5.common.packet.MqttWireMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The replaced stream reads what Paho's reads, however the bytes arrive. */
class MqttInputStreamTest {
  private static final Long NO_LIMIT = null;

  private final AtomicInteger told = new AtomicInteger();

  @ParameterizedTest
  @CsvSource({
    "0, 3, 0",
    "1, 3, 0",
    "900, 3, 0",
    "1015, 3, 0",
    "1016, 3, 0",
    "1017, 3, 0",
    "1100, 3, 0",
    "5000, 1000, 0",
    "5000, 1020, 0",
    "5000, 2000, 0",
    "5000, 3, 900",
    "5000, 3, 1010",
    "5000, 3, 1019",
    "5000, 3, 3000",
    "300000, 40, 60",
  })
  void aPublishIsWhatPahoMakesOfIt(int payload, int topic, int property) throws Exception {
    for (int qos = 0; qos <= 2; qos++) {
      byte[] packet = publish(payload, topic, property, qos);
      MqttPublish expected = (MqttPublish) MqttWireMessage.createWireMessage(packet);
      for (int step : new int[] {1, 7, 1000, Integer.MAX_VALUE}) {
        if (step == 1 && payload > 10_000) {
          continue;
        }
        told.set(0);
        MqttInputStream stream = stream(new Halting(packet, step), NO_LIMIT);
        MqttWireMessage read = stream.readMqttWireMessage();
        while (read == null) {
          read = stream.readMqttWireMessage();
        }
        assertSame((MqttPublish) read, expected);
        assertThat(told).hasValue(packet.length);
      }
    }
  }

  private static void assertSame(MqttPublish read, MqttPublish expected) {
    assertThat(read.getTopicName()).isEqualTo(expected.getTopicName());
    assertThat(read.getMessageId()).isEqualTo(expected.getMessageId());
    assertThat(read.getQoS()).isEqualTo(expected.getQoS());
    assertThat(read.getPayload()).isEqualTo(expected.getPayload());
    assertThat(read.getMessage().isRetained()).isEqualTo(expected.getMessage().isRetained());
    assertThat(read.getProperties().getCorrelationData())
        .isEqualTo(expected.getProperties().getCorrelationData());
    assertThat(read.getProperties().getResponseTopic())
        .isEqualTo(expected.getProperties().getResponseTopic());
  }

  @Test
  void packetsFollowOneAnother() throws Exception {
    byte[] large = publish(5000, 9, 20, 1);
    byte[] ack = new MqttPubAck(0, 77, new MqttProperties()).serialize();
    byte[] ping = new MqttPingResp().serialize();
    byte[] all = new byte[large.length + ack.length + ping.length + large.length];
    int at = 0;
    for (byte[] packet : new byte[][] {large, ack, ping, large}) {
      System.arraycopy(packet, 0, all, at, packet.length);
      at += packet.length;
    }
    MqttInputStream stream = stream(new ByteArrayInputStream(all), NO_LIMIT);
    assertThat(stream.readMqttWireMessage().getPayload()).hasSize(5000);
    assertThat(stream.readMqttWireMessage())
        .isInstanceOfSatisfying(
            MqttPubAck.class, read -> assertThat(read.getMessageId()).isEqualTo(77));
    assertThat(stream.readMqttWireMessage()).isInstanceOf(MqttPingResp.class);
    assertThat(stream.readMqttWireMessage().getPayload()).hasSize(5000);
    assertThatThrownBy(stream::readMqttWireMessage).isInstanceOf(EOFException.class);
  }

  @Test
  void anEndWithinAPacketIsAnEnd() throws Exception {
    byte[] packet = publish(3000, 9, 20, 1);
    for (int length = 0; length < packet.length; length += 1 + length / 20) {
      byte[] cut = Arrays.copyOf(packet, length);
      assertThatThrownBy(
              () -> stream(new ByteArrayInputStream(cut), NO_LIMIT).readMqttWireMessage())
          .as("%d bytes", length)
          .isInstanceOf(EOFException.class);
    }
  }

  @Test
  void aPacketAboveTheLimitIsRefusedBeforeThereIsRoomForIt() throws Exception {
    byte[] packet = publish(3000, 9, 20, 1);
    long length = packet.length;
    assertThat(stream(new ByteArrayInputStream(packet), length).readMqttWireMessage()).isNotNull();
    assertThatThrownBy(
            () -> stream(new ByteArrayInputStream(packet), length - 1).readMqttWireMessage())
        .isInstanceOf(MqttException.class);
    byte[] largest = {0x30, -1, -1, -1, 0x7f};
    assertThatThrownBy(
            () -> stream(new ByteArrayInputStream(largest), length).readMqttWireMessage())
        .isInstanceOf(MqttException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0000", "30ffffffff01", "4100"})
  void aMalformedFixedHeaderIsRefused(String hex) {
    byte[] packet = HexFormat.of().parseHex(hex);
    assertThatThrownBy(
            () -> stream(new ByteArrayInputStream(packet), NO_LIMIT).readMqttWireMessage())
        .isInstanceOf(MqttException.class);
  }

  @Test
  void aVariableHeaderBeyondThePacketIsRefused() {
    byte[] packet = new byte[2000 + 3];
    packet[0] = 0x32;
    packet[1] = (byte) (0x80 | (2000 & 0x7f));
    packet[2] = (byte) (2000 >> 7);
    packet[3] = 0x7f; // a topic of 32,512 bytes
    assertThatThrownBy(
            () -> stream(new ByteArrayInputStream(packet), NO_LIMIT).readMqttWireMessage())
        .isInstanceOf(MqttException.class);
  }

  private static byte[] publish(int payload, int topic, int property, int qos) throws Exception {
    byte[] bytes = new byte[payload];
    for (int i = 0; i < payload; i++) {
      bytes[i] = (byte) (i * 31);
    }
    MqttProperties properties = new MqttProperties();
    if (property > 0) {
      properties.setCorrelationData("c".repeat(property).getBytes(UTF_8));
      properties.setResponseTopic("edgeveil/reply");
    }
    MqttMessage message = new MqttMessage(bytes, qos, qos == 1, properties);
    MqttPublish publish = new MqttPublish("t".repeat(topic), message, properties);
    publish.setMessageId(4711);
    return publish.serialize();
  }

  private MqttInputStream stream(InputStream beneath, Long most) {
    MqttState state =
        (MqttState)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {MqttState.class},
                (proxy, method, arguments) -> {
                  switch (method.getName()) {
                    case "notifyReceivedBytes" -> told.addAndGet((int) arguments[0]);
                    case "getIncomingMaximumPacketSize" -> {
                      return most;
                    }
                    default -> throw new UnsupportedOperationException(method.getName());
                  }
                  return null;
                });
    return new MqttInputStream(state, beneath, "test");
  }

  /** Gives so many bytes at a time, and a timeout before each. */
  private static final class Halting extends InputStream {
    private final InputStream bytes;
    private final int step;
    private int left;

    Halting(byte[] bytes, int step) {
      this.bytes = new ByteArrayInputStream(bytes);
      this.step = step;
    }

    private void halt() throws SocketTimeoutException {
      if (left == 0) {
        left = step;
        throw new SocketTimeoutException();
      }
    }

    @Override
    public int read() throws IOException {
      halt();
      left--;
      return bytes.read();
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      halt();
      int count = bytes.read(buffer, offset, Math.min(length, left));
      left -= Math.max(0, count);
      return count;
    }
  }
}
