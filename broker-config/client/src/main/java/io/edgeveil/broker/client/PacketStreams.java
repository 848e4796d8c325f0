package io.edgeveil.broker.client;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketException;
import java.util.concurrent.CountDownLatch;

/**
 * The two streams of a socket, made up for Paho's ways with them.
 *
 * <p><b>Packets in one go.</b> Paho writes a payload in pieces of 8 KiB and flushes after each
 * packet; it reads the head of a packet byte by byte. On a bare socket each of these is a call to
 * the system, some 20 for a chunk of 128 kB. Here what is written waits for the flush, and what is
 * read is read ahead; the long rest of a packet goes straight to where Paho wants it.
 *
 * <p><b>The client speaks first.</b> Who reads is held back until something was written: see {@link
 * MqttSocket}.
 */
final class PacketStreams {
  private static final int WRITE_TOGETHER_BYTES = 1 << 17; // as much as the JDK writes at a time
  private static final int READ_AHEAD_BYTES = 1 << 12;

  private final CountDownLatch spoken = new CountDownLatch(1);

  /** Whoever waits to read goes on. */
  void release() {
    spoken.countDown();
  }

  /** What Paho reads from; to be asked for once. */
  InputStream reading(InputStream socket) {
    InputStream heldBack =
        new FilterInputStream(socket) {
          @Override
          public int read() throws IOException {
            await();
            return super.read();
          }

          @Override
          public int read(byte[] buffer, int offset, int length) throws IOException {
            await();
            return super.read(buffer, offset, length);
          }
        };
    return new BufferedInputStream(heldBack, READ_AHEAD_BYTES);
  }

  /** What Paho writes to; to be asked for once. */
  OutputStream writing(OutputStream socket) {
    OutputStream noticed =
        new FilterOutputStream(socket) {
          @Override
          public void write(int value) throws IOException {
            out.write(value);
            release();
          }

          @Override
          public void write(byte[] buffer, int offset, int length) throws IOException {
            out.write(buffer, offset, length);
            release();
          }
        };
    return new BufferedOutputStream(noticed, WRITE_TOGETHER_BYTES);
  }

  private void await() throws IOException {
    try {
      spoken.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SocketException("interrupted while waiting to be spoken to");
    }
  }
}
