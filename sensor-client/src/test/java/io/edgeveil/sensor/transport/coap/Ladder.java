package io.edgeveil.sensor.transport.coap;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgeveil.coap.PasswordOption;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.eclipse.californium.core.coap.BlockOption;
import org.eclipse.californium.core.coap.CoAP;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.EmptyMessage;
import org.eclipse.californium.core.coap.Message;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.core.coap.Token;
import org.eclipse.californium.core.network.serialization.UdpDataParser;
import org.eclipse.californium.core.network.serialization.UdpDataSerializer;
import org.eclipse.californium.elements.AddressEndpointContext;

/**
 * The gateway's side of a conversation, rung by rung, in datagrams.
 *
 * <p>Where this side is slow to answer, the sensor sends a request again, as it should: one that
 * came already is passed over, unless it is waited for ({@link #again}, {@link #requestAgain}).
 */
final class Ladder implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 5_000;

  private final DatagramSocket socket;
  private final UdpDataParser parser = new UdpDataParser(true, PasswordOption.registry());
  private final UdpDataSerializer serializer = new UdpDataSerializer();
  private SocketAddress sensor;
  private byte[] last = {};
  private final Set<ByteBuffer> requests = new HashSet<>(); // that came
  private int nextMid = 1000;

  Ladder() throws IOException {
    socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    socket.setSoTimeout(PATIENCE_MILLIS);
  }

  int port() {
    return socket.getLocalPort();
  }

  private Message receive() throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[1 << 16], 1 << 16);
    socket.receive(packet);
    sensor = packet.getSocketAddress();
    last = Arrays.copyOf(packet.getData(), packet.getLength());
    return parser.parseMessage(last);
  }

  /** The next datagram that is no request that came already. */
  private Message receiveNew() throws IOException {
    Message message = receive();
    while (message instanceof Request && !requests.add(ByteBuffer.wrap(last))) {
      message = receive();
    }
    return message;
  }

  /** The next datagram is a confirmable request. */
  Request request() throws IOException {
    return confirmable(receiveNew());
  }

  private static Request confirmable(Message message) {
    assertThat(message).isInstanceOf(Request.class);
    assertThat(message.getType()).isEqualTo(CoAP.Type.CON);
    return (Request) message;
  }

  /** The next datagram is the last one again, bit for bit. */
  void again() throws IOException {
    byte[] before = last;
    receive();
    assertThat(last).isEqualTo(before);
  }

  /** The next datagram, whatever it is. */
  Message any() throws IOException {
    return receiveNew();
  }

  /** A request that came is sent again, with the same number and token. */
  void requestAgain(Request before) throws IOException {
    Request request = confirmable(receive());
    assertThat(request.getMID()).isEqualTo(before.getMID());
    assertThat(request.getToken()).isEqualTo(before.getToken());
    assertThat(request.getOptions()).hasToString(before.getOptions().toString());
  }

  /** Passes over what has come already. */
  void drain(int millis) throws IOException {
    socket.setSoTimeout(millis);
    try {
      while (true) {
        receive();
      }
    } catch (SocketTimeoutException e) {
      socket.setSoTimeout(PATIENCE_MILLIS);
    }
  }

  /** The next datagram acknowledges ours with that number. */
  void acknowledged(int mid) throws IOException {
    Message message = receiveNew();
    assertThat(message.getType()).isEqualTo(CoAP.Type.ACK);
    assertThat(message.getMID()).isEqualTo(mid);
  }

  /** Nothing more comes, but what this side was too slow for and is here already. */
  void silence(int millis) throws IOException {
    socket.setSoTimeout(1);
    try {
      while (true) {
        Message repeated = receive();
        assertThat(requests).as("%s", repeated).contains(ByteBuffer.wrap(last));
      }
    } catch (SocketTimeoutException e) {
      socket.setSoTimeout(millis);
    }
    try {
      Message more = receive();
      throw new AssertionError("not expected: " + more);
    } catch (SocketTimeoutException e) {
      // as it should be
    } finally {
      socket.setSoTimeout(PATIENCE_MILLIS);
    }
  }

  /** An acknowledgement without a response. */
  void acknowledge(Request request) throws IOException {
    send(EmptyMessage.newACK(request, destination()));
  }

  /** A reset. */
  void reset(Request request) throws IOException {
    send(EmptyMessage.newRST(request, destination()));
  }

  /** A response in the acknowledgement. */
  void respond(Request request, Response response) throws IOException {
    response.setType(CoAP.Type.ACK);
    response.setMID(request.getMID());
    response.setToken(request.getToken());
    send(response);
  }

  /** A response of its own; its number. */
  int respondSeparately(Request request, Response response) throws IOException {
    response.setType(CoAP.Type.CON);
    response.setMID(nextMid++);
    response.setToken(request.getToken());
    send(response);
    return response.getMID();
  }

  /** The last response or acknowledgement again. */
  void sendAgain(Message message) throws IOException {
    send(message);
  }

  /** {@code 2.31}, for a block. */
  static Response goOn(Request request) {
    Response response = new Response(ResponseCode.CONTINUE);
    response.getOptions().setBlock1(request.getOptions().getBlock1());
    return response;
  }

  /** A block of a body. */
  static Response block(byte[] body, int number, int format) {
    int size = 1024;
    int from = number * size;
    int to = Math.min(body.length, from + size);
    Response response = new Response(ResponseCode.CHANGED);
    response.getOptions().setContentFormat(format);
    response
        .getOptions()
        .setBlock2(new BlockOption(BlockOption.size2Szx(size), to < body.length, number));
    response.setPayload(Arrays.copyOfRange(body, from, to));
    return response;
  }

  private AddressEndpointContext destination() {
    return new AddressEndpointContext((InetSocketAddress) sensor);
  }

  private void send(Message message) throws IOException {
    message.setDestinationContext(destination());
    if (message instanceof EmptyMessage) {
      message.setToken(Token.EMPTY);
    }
    byte[] bytes = serializer.getByteArray(message);
    socket.send(new DatagramPacket(bytes, bytes.length, sensor));
  }

  @Override
  public void close() {
    socket.close();
  }
}
