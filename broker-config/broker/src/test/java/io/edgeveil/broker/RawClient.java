package io.edgeveil.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Optional;

/**
 * MQTT 3.1.1 or 5 byte by byte, for what a well-behaved client does not do: it reads if told to.
 */
final class RawClient implements AutoCloseable {
  private static final int CONNACK = 2;

  private final Socket socket = new Socket();
  private final DataInputStream in;
  private final DataOutputStream out;
  private final int version;

  /**
   * Connects to loopback and sends CONNECT, with {@code -secret} after the user's name as password.
   *
   * @param version 4 for MQTT 3.1.1, or 5
   * @param willTopic of a will that says {@code offline}, as Home Assistant's
   */
  RawClient(int port, int version, String clientId, Optional<String> willTopic) throws IOException {
    this.version = version;
    socket.setReceiveBufferSize(4096);
    socket.setSoTimeout(20_000);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    in = new DataInputStream(socket.getInputStream());
    out = new DataOutputStream(socket.getOutputStream());
    String user = clientId.split("\\.", 2)[0];
    Packet connect = new Packet();
    connect.text("MQTT");
    connect.body.writeByte(version);
    connect.body.writeByte(0xC2 | (willTopic.isPresent() ? 4 : 0));
    connect.body.writeShort(60);
    connect.noProperties();
    connect.text(clientId);
    if (willTopic.isPresent()) {
      connect.noProperties();
      connect.text(willTopic.get());
      connect.text("offline");
    }
    connect.text(user);
    connect.text(user + "-secret");
    connect.send(0x10);
  }

  /** The reason code of CONNACK. */
  int connected() throws IOException {
    byte[] connack = read(CONNACK);
    return connack[1] & 0xFF;
  }

  /** Subscribes with QoS 1 and waits for the answer: what was granted. */
  int subscribe(String filter) throws IOException {
    Packet subscribe = new Packet();
    subscribe.body.writeShort(1);
    subscribe.noProperties();
    subscribe.text(filter);
    subscribe.body.writeByte(1);
    subscribe.send(0x82);
    byte[] suback = read(9);
    return suback[suback.length - 1] & 0xFF;
  }

  /** Publishes with QoS 0. */
  void publish(String topic, String text) throws IOException {
    Packet publish = new Packet();
    publish.text(topic);
    publish.noProperties();
    publish.body.write(text.getBytes(UTF_8));
    publish.send(0x30);
  }

  /** Sends a ping and leaves its answer unread. */
  void ping() throws IOException {
    new Packet().send(0xC0);
  }

  /** Sends a ping and reads until it is answered; fails if the connection has ended. */
  void pingAndWait() throws IOException {
    ping();
    assertThat(read(13)).isEmpty();
  }

  /** The next packet of a type, all before it passed over. */
  byte[] read(int type) throws IOException {
    while (true) {
      int first = in.readUnsignedByte();
      byte[] body = in.readNBytes(length());
      if (first >> 4 == type) {
        return body;
      }
    }
  }

  private int length() throws IOException {
    int length = 0;
    int shift = 0;
    int next;
    do {
      next = in.readUnsignedByte();
      length |= (next & 0x7F) << shift;
      shift += 7;
    } while ((next & 0x80) != 0);
    return length;
  }

  /** Is gone, without DISCONNECT. */
  void vanish() throws IOException {
    socket.close();
  }

  @Override
  public void close() throws IOException {
    vanish();
  }

  private final class Packet {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final DataOutputStream body = new DataOutputStream(bytes);

    private void text(String text) throws IOException {
      body.writeUTF(text);
    }

    private void noProperties() throws IOException {
      if (version == 5) {
        body.writeByte(0);
      }
    }

    private void send(int firstByte) throws IOException {
      assertThat(bytes.size()).as("a length of one byte").isLessThan(128);
      out.writeByte(firstByte);
      out.writeByte(bytes.size());
      bytes.writeTo(out);
      out.flush();
    }
  }
}
