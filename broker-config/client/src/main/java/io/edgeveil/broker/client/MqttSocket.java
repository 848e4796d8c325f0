package io.edgeveil.broker.client;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.util.concurrent.CountDownLatch;

/**
 * A socket fit for Paho, which expects two things of it without asking for them.
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

  private final CountDownLatch spoken = new CountDownLatch(1);

  MqttSocket() throws SocketException {
    setTcpNoDelay(true);
  }

  @Override
  public InputStream getInputStream() throws IOException {
    return new FilterInputStream(super.getInputStream()) {
      @Override
      public int read() throws IOException {
        awaitSpoken();
        return super.read();
      }

      @Override
      public int read(byte[] buffer, int offset, int length) throws IOException {
        awaitSpoken();
        return super.read(buffer, offset, length);
      }
    };
  }

  @Override
  public OutputStream getOutputStream() throws IOException {
    return new FilterOutputStream(super.getOutputStream()) {
      @Override
      public void write(int value) throws IOException {
        out.write(value);
        spoken.countDown();
      }

      @Override
      public void write(byte[] buffer, int offset, int length) throws IOException {
        out.write(buffer, offset, length);
        spoken.countDown();
      }
    };
  }

  @Override
  public synchronized void close() throws IOException {
    spoken.countDown();
    super.close();
  }

  private void awaitSpoken() throws IOException {
    try {
      spoken.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SocketException("interrupted while waiting to be spoken to");
    }
  }
}
