package io.edgeveil.broker.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class MqttSocketTest {

  private final InetAddress loopback = InetAddress.getLoopbackAddress();
  private final MqttSocketFactory factory = new MqttSocketFactory();

  @Test
  void everySocketSendsAtOnce() throws Exception {
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
        assertThat(socket).isInstanceOf(MqttSocket.class);
        assertThat(socket.getTcpNoDelay()).isTrue();
        socket.close();
      }
    }
  }

  @Test
  void readsNothingBeforeItHasSpoken() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, loopback);
        Socket client = factory.createSocket(loopback, server.getLocalPort());
        Socket peer = server.accept()) {
      peer.getOutputStream().write(7);
      peer.shutdownOutput();
      CompletableFuture<Integer> read = reading(client);
      OutputStream out = client.getOutputStream();
      out.write(1);
      out.flush();
      assertThat(read.get(20, TimeUnit.SECONDS)).isEqualTo(7);
      assertThat(client.getInputStream().read(new byte[4])).isEqualTo(-1);
    }
  }

  @Test
  void closingEndsTheWait() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, loopback)) {
      Socket client = factory.createSocket(loopback, server.getLocalPort());
      CompletableFuture<Integer> read = reading(client);
      client.close();
      read.handle((value, failure) -> assertThat(failure).isNotNull()).get(20, TimeUnit.SECONDS);
    }
  }

  /** Reads elsewhere, and returns when that thread waits. */
  private static CompletableFuture<Integer> reading(Socket socket) throws Exception {
    CompletableFuture<Integer> read = new CompletableFuture<>();
    Thread reader =
        new Thread(
            () -> {
              try {
                read.complete(socket.getInputStream().read());
              } catch (Exception e) {
                read.completeExceptionally(e);
              }
            });
    reader.start();
    Awaitility.await().until(() -> reader.getState() == Thread.State.WAITING);
    assertThat(read).isNotDone();
    return read;
  }
}
