package io.edgeveil.sensor.system;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The messages in the bytes that one MQTT 5 connection carried in one direction. */
final class MqttStream {
  private static final int PUBLISH = 3;

  private MqttStream() {}

  /** A PUBLISH packet; {@code packetBytes} is its whole length. */
  static final class Published {
    final String topic;
    final int packetBytes;
    final byte[] payload;

    private Published(String topic, int packetBytes, byte[] payload) {
      this.topic = topic;
      this.packetBytes = packetBytes;
      this.payload = payload;
    }
  }

  /** Every PUBLISH packet of a stream that ends with a whole packet. */
  static List<Published> published(byte[] stream) {
    List<Published> found = new ArrayList<>();
    ByteBuffer buffer = ByteBuffer.wrap(stream);
    while (buffer.hasRemaining()) {
      int start = buffer.position();
      int first = buffer.get() & 0xff;
      int length = variableInteger(buffer);
      int end = buffer.position() + length;
      if (first >> 4 == PUBLISH) {
        byte[] topic = new byte[buffer.getShort() & 0xffff];
        buffer.get(topic);
        boolean hasPacketId = (first & 0b110) != 0; // QoS above 0
        buffer.position(buffer.position() + (hasPacketId ? Short.BYTES : 0));
        int propertyBytes = variableInteger(buffer);
        buffer.position(buffer.position() + propertyBytes);
        byte[] payload = new byte[end - buffer.position()];
        buffer.get(payload);
        found.add(new Published(new String(topic, StandardCharsets.UTF_8), end - start, payload));
      }
      buffer.position(end);
    }
    return found;
  }

  /** MQTT 5, section 1.5.5: seven bits a byte, lowest first. */
  private static int variableInteger(ByteBuffer buffer) {
    int value = 0;
    for (int shift = 0; ; shift += 7) {
      int next = buffer.get();
      value |= (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }
}
