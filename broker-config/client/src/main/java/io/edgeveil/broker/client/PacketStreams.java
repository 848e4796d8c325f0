package io.edgeveil.broker.client;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketException;
import java.util.concurrent.CountDownLatch;

/** Holds back who reads from a socket until something was written to it: see {@link MqttSocket}. */
final class SpokenFirst {

  private final CountDownLatch spoken = new CountDownLatch(1);

  /** Whoever waits goes on. */
  void release() {
    spoken.countDown();
  }

  InputStream guard(InputStream in) {
    return new FilterInputStream(in) {
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
  }

  OutputStream notice(OutputStream stream) {
    return new FilterOutputStream(stream) {
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
