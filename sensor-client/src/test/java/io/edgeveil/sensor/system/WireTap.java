package io.edgeveil.sensor.system;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/**
 * Sits on the line between sensor and broker: sees every byte of every topic in both directions,
 * and can cut the line when something comes back.
 */
final class WireTap implements AutoCloseable {
  private final ServerSocket listener;
  private final List<Socket> sockets = new ArrayList<>();
  private final ByteArrayOutputStream up = new ByteArrayOutputStream();
  private final ByteArrayOutputStream down = new ByteArrayOutputStream();
  private volatile int targetPort;
  private volatile int bytesUntilCut = Integer.MAX_VALUE;

  WireTap(int targetPort) throws IOException {
    this.targetPort = targetPort;
    listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    start("accept", this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  /** Where lines go from now on. */
  void retarget(int port) {
    targetPort = port;
  }

  /** Cuts the line, once, after so many bytes more have come from the broker. */
  synchronized void cutAfter(int bytes) {
    bytesUntilCut = bytes;
  }

  /** Cuts the line for good: it is as if the sensor had lost its power. */
  synchronized void cut() throws IOException {
    listener.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  /** Everything seen since the last call. */
  synchronized byte[] takeSeen() {
    up.writeBytes(takeDown());
    return takeUp();
  }

  /** Everything seen from the sensor to the broker since the last call. */
  synchronized byte[] takeUp() {
    byte[] all = up.toByteArray();
    up.reset();
    return all;
  }

  /** Everything seen from the broker to the sensor since the last call. */
  synchronized byte[] takeDown() {
    byte[] all = down.toByteArray();
    down.reset();
    return all;
  }

  private void accept() throws IOException {
    while (true) {
      Socket sensor = listener.accept();
      Socket broker;
      try {
        broker = new Socket(InetAddress.getLoopbackAddress(), targetPort);
      } catch (IOException e) {
        sensor.close(); // no broker there: the sensor sees the same
        continue;
      }
      sensor.setTcpNoDelay(true);
      broker.setTcpNoDelay(true);
      synchronized (this) {
        sockets.add(sensor);
        sockets.add(broker);
      }
      start("up", () -> copy(sensor, broker, false));
      start("down", () -> copy(broker, sensor, true));
    }
  }

  private void copy(Socket from, Socket to, boolean isDown) throws IOException {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] buffer = new byte[1 << 16];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        synchronized (this) {
          (isDown ? down : up).write(buffer, 0, read);
          if (isDown && bytesUntilCut != Integer.MAX_VALUE) {
            bytesUntilCut -= read;
            if (bytesUntilCut < 0) {
              bytesUntilCut = Integer.MAX_VALUE;
              return;
            }
          }
        }
        out.write(buffer, 0, read);
      }
    }
  }

  private interface Job {
    void run() throws IOException;
  }

  private void start(String name, Job job) {
    Thread thread =
        new Thread(
            () -> {
              try {
                job.run();
              } catch (IOException e) {
                if (!listener.isClosed() && name.equals("accept")) {
                  throw new UncheckedIOException(e);
                }
              }
            },
            "wire-tap-" + name);
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    cut();
  }
}
