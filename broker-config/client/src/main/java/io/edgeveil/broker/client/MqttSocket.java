package io.edgeveil.broker.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;

/**
 * A socket fit for Paho, which expects two things of it without asking for them; {@link TlsSocket}
 * is its sibling with TLS.
 *
 * <p><b>It sends at once.</b> Paho writes a packet in pieces and never sets TCP_NODELAY: Nagle's
 * algorithm would hold the last piece back until the peer's delayed acknowledgement, some 40 ms
 * later, on each leg.
 *
 * <p><b>The client speaks first.</b> Paho starts its receiver before it sends CONNECT and then
 * waits for the receiver to be seen running, for ever and deaf to interrupts; a peer that hangs up
 * at once ends the receiver before it was seen, and that thread never returns. In MQTT a server has
 * nothing to say before CONNECT (MQTT 5.0, section 3.1: "the first packet sent from the Client to
 * the Server MUST be a CONNECT packet"), so reading waits here until something was written.
 */
final class MqttSocket extends Socket {

  private final PacketStreams streams = new PacketStreams();

  MqttSocket() throws SocketException {
    setTcpNoDelay(true);
  }

  @Override
  public InputStream getInputStream() throws IOException {
    return streams.reading(super.getInputStream());
  }

  @Override
  public OutputStream getOutputStream() throws IOException {
    return streams.writing(super.getOutputStream());
  }

  @Override
  public synchronized void close() throws IOException {
    streams.release();
    super.close();
  }
}
