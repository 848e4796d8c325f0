package io.edgeveil.broker.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import javax.net.SocketFactory;
import org.junit.jupiter.api.Test;

class NoDelaySocketFactoryTest {

  private final SocketFactory factory = new NoDelaySocketFactory(SocketFactory.getDefault());

  @Test
  void everySocketSendsAtOnce() throws Exception {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (ServerSocket server = new ServerSocket(0, 10, loopback)) {
      int port = server.getLocalPort();
      List<Socket> sockets =
          List.of(
              factory.createSocket(),
              factory.createSocket(loopback, port),
              factory.createSocket(loopback.getHostAddress(), port),
              factory.createSocket(loopback, port, loopback, 0),
              factory.createSocket(loopback.getHostAddress(), port, loopback, 0));
      for (Socket socket : sockets) {
        assertThat(socket.getTcpNoDelay()).isTrue();
        socket.close();
      }
    }
  }
}
