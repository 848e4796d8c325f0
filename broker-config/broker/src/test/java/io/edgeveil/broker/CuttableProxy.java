package io.edgeveil.broker;

import io.edgeveil.broker.client.BrokerAddress;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A wire between client and broker that can be cut: the sockets close without a goodbye. */
final class CuttableProxy implements Closeable {

  private final int brokerPort;
  private final ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private volatile boolean refusing;

  CuttableProxy(int brokerPort) throws IOException {
    this.brokerPort = brokerPort;
    start(this::accept);
  }

  BrokerAddress address() {
    return new BrokerAddress("127.0.0.1", server.getLocalPort());
  }

  /** Cuts every connection; new ones are hung up on while {@code refuse}. */
  void cut(boolean refuse) throws IOException {
    refusing = refuse;
    for (Socket socket : sockets) {
      socket.close();
    }
    sockets.removeIf(Socket::isClosed);
  }

  /** Lets new connections through again. */
  void mend() {
    refusing = false;
  }

  @Override
  public void close() throws IOException {
    server.close();
    cut(true);
  }

  private void accept() throws IOException {
    while (true) {
      Socket client = server.accept();
      if (refusing) {
        client.close();
        continue;
      }
      Socket broker = new Socket(InetAddress.getLoopbackAddress(), brokerPort);
      sockets.add(client);
      sockets.add(broker);
      start(() -> copy(client, broker));
      start(() -> copy(broker, client));
    }
  }

  private static void copy(Socket from, Socket to) throws IOException {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      in.transferTo(to.getOutputStream());
    }
  }

  private static void start(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                // The socket was closed, by a cut or by an end of the connection: that ends the
                // work.
                return;
              }
            },
            "cuttable-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  private interface Work {
    void run() throws IOException;
  }
}
