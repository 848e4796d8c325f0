package org.eclipse.paho.mqttv5.client.wire;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import org.eclipse.paho.mqttv5.client.MqttClientException;
import org.eclipse.paho.mqttv5.client.internal.MqttState;
import org.eclipse.paho.mqttv5.common.ExceptionHelper;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.MqttPublish;
import org.eclipse.paho.mqttv5.common.packet.MqttWireMessage;

/**
 * Reads MQTT packets (MQTT 5, section 2.1) from a stream.
 *
 * <p>It stands in for Paho's class of the same name: same constructor, same results. The payload of
 * a PUBLISH is read into the array that the application gets, where Paho's copies it three times on
 * the way there; a read that times out goes on where it was, also within the fixed header; and a
 * refusal to connect keeps its code.
 */
public class MqttInputStream extends InputStream {
  private static final int MAX_FIXED_HEADER = 5;
  private static final int MORE = 0x80; // of a variable byte integer there is
  private static final int FRONT = 1024; // bytes in which the variable header is looked for

  private final MqttState clientState;
  private final InputStream in;

  private final byte[] fixedHeader = new byte[MAX_FIXED_HEADER];
  private int fixedHeaderLength;
  private int remaining = -1; // bytes after the fixed header; -1: not known
  private byte[] body; // what comes after the fixed header, or its front
  private byte[] payload; // of a PUBLISH whose front alone is in the body; null: none
  private int filled; // bytes of the payload if there is one, else of the body

  /**
   * Begins at a packet's first byte.
   *
   * @param clientState told of each read
   * @param in the stream beneath; retained
   * @param clientId not used
   */
  public MqttInputStream(MqttState clientState, InputStream in, String clientId) {
    this.clientState = clientState;
    this.in = in;
  }

  @Override
  public int read() throws IOException {
    return in.read();
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    return in.read(buffer, offset, length);
  }

  @Override
  public int available() throws IOException {
    return in.available();
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  /**
   * The next packet.
   *
   * @return null if the stream's read timeout passed first; the next call goes on
   * @throws IOException if the stream fails or ends
   * @throws MqttException if the packet is malformed or too large
   */
  public MqttWireMessage readMqttWireMessage() throws IOException, MqttException {
    try {
      while (remaining < 0) {
        readFixedHeader();
      }
      fill();
      if (isPublish() && payload == null && body.length < remaining) {
        divide();
        fill();
      }
    } catch (SocketTimeoutException e) {
      return null;
    }
    return takePacket();
  }

  private void readFixedHeader() throws IOException, MqttException {
    int next = in.read();
    if (next < 0) {
      throw new EOFException();
    }
    clientState.notifyReceivedBytes(1);
    fixedHeader[fixedHeaderLength++] = (byte) next;
    if (fixedHeaderLength == 1) {
      requireType();
    } else if ((next & MORE) == 0) {
      remaining = variableByteInteger(fixedHeader, 1, fixedHeaderLength);
      requireSize();
      body = new byte[isPublish() ? Math.min(remaining, FRONT) : remaining];
    } else if (fixedHeaderLength == MAX_FIXED_HEADER) {
      throw new MqttException(MqttException.REASON_CODE_MALFORMED_PACKET);
    }
  }

  private void requireType() throws MqttException {
    byte type = type();
    if (type < MqttWireMessage.MESSAGE_TYPE_CONNECT || type > MqttWireMessage.MESSAGE_TYPE_AUTH) {
      throw ExceptionHelper.createMqttException(MqttClientException.REASON_CODE_INVALID_MESSAGE);
    }
    MqttWireMessage.validateReservedBits(type, (byte) (fixedHeader[0] & 0x0f));
  }

  private void requireSize() throws MqttException {
    Long most = clientState.getIncomingMaximumPacketSize();
    if (most != null && (long) fixedHeaderLength + remaining > most) {
      throw ExceptionHelper.createMqttException(
          MqttClientException.REASON_CODE_INCOMING_PACKET_TOO_LARGE);
    }
  }

  private byte type() {
    return (byte) (fixedHeader[0] >>> 4 & 0x0f);
  }

  private boolean isPublish() {
    return type() == MqttWireMessage.MESSAGE_TYPE_PUBLISH;
  }

  private void fill() throws IOException {
    byte[] filling = payload == null ? body : payload;
    while (filled < filling.length) {
      int count = in.read(filling, filled, filling.length - filled);
      if (count < 0) {
        throw new EOFException();
      }
      clientState.notifyReceivedBytes(count);
      filled += count;
    }
  }

  /** Lets the payload go to its own array, unless the variable header is longer than the front. */
  private void divide() {
    int header = variableHeaderLength();
    if (header < 0) {
      body = Arrays.copyOf(body, remaining);
      return;
    }
    payload = new byte[remaining - header];
    filled = body.length - header;
    System.arraycopy(body, header, payload, 0, filled);
    body = Arrays.copyOf(body, header);
  }

  /**
   * Length of a PUBLISH's topic, packet identifier and properties (MQTT 5, section 3.3.2); -1 if it
   * does not end within the front, or beyond the packet.
   */
  private int variableHeaderLength() {
    boolean identified = (fixedHeader[0] & 0x06) != 0;
    int at = 2 + ((body[0] & 0xff) << 8 | (body[1] & 0xff)) + (identified ? 2 : 0);
    int end = at;
    while (end < body.length && end < at + 3 && (body[end] & MORE) != 0) {
      end++;
    }
    if (end >= body.length || (body[end] & MORE) != 0) {
      return -1;
    }
    int length = end + 1 + variableByteInteger(body, at, end + 1);
    return length <= body.length ? length : -1;
  }

  private static int variableByteInteger(byte[] bytes, int from, int to) {
    int value = 0;
    for (int i = to - 1; i >= from; i--) {
      value = value << 7 | (bytes[i] & 0x7f);
    }
    return value;
  }

  private MqttWireMessage takePacket() throws IOException, MqttException {
    byte[] taken = body;
    byte[] takenPayload = payload;
    int headerLength = fixedHeaderLength;
    remaining = -1;
    fixedHeaderLength = 0;
    filled = 0;
    body = null;
    payload = null;
    if (type() == MqttWireMessage.MESSAGE_TYPE_CONNACK) {
      requireAccepted(taken);
    }
    if (!isPublish()) {
      byte[] packet = Arrays.copyOf(fixedHeader, headerLength + taken.length);
      System.arraycopy(taken, 0, packet, headerLength, taken.length);
      return MqttWireMessage.createWireMessage(packet);
    }
    MqttPublish publish = new MqttPublish((byte) (fixedHeader[0] & 0x0f), taken);
    if (takenPayload != null) {
      boolean retained = publish.getMessage().isRetained();
      MqttProperties properties = publish.getProperties();
      publish.setMessage(new MqttMessage(takenPayload, publish.getQoS(), retained, properties));
    }
    return publish;
  }

  /**
   * Throws what a CONNACK refuses with (MQTT 5, section 3.2.2.2), whatever it is: Paho knows not
   * all reason codes of MQTT 5 and none of MQTT 3.1.1, and says "Invalid Return code" instead.
   */
  private static void requireAccepted(byte[] connack) throws MqttException {
    int code = connack.length < 2 ? 0 : connack[1] & 0xff;
    if (code != 0) {
      throw new MqttException(code);
    }
  }
}
