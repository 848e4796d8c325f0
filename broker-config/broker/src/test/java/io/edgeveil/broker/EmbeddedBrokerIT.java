package io.edgeveil.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.edgeveil.broker.client.BrokerConnection;
import io.edgeveil.broker.client.BrokerListener;
import io.edgeveil.broker.client.ConnectionLostException;
import io.edgeveil.broker.client.IncomingMessage;
import io.edgeveil.broker.client.OutgoingMessage;
import io.edgeveil.broker.client.Qos;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starting, stopping, and what the broker does to its process. */
class EmbeddedBrokerIT {

  @TempDir Path folder;

  @Test
  void listensOnFreePortsAndLeavesThemAndTheProcessAsTheyWere() throws Exception {
    Thread.UncaughtExceptionHandler handler = Thread.getDefaultUncaughtExceptionHandler();
    int tcp;
    int websocket;
    try (TestBroker broker = TestBroker.start(folder)) {
      tcp = broker.broker.tcpPort();
      websocket = broker.broker.websocketPort();
      assertThat(Thread.getDefaultUncaughtExceptionHandler()).isSameAs(handler);
      assertThat(tcp).isNotZero().isNotEqualTo(websocket);
      assertThat(websocketSubprotocol(websocket)).isEqualTo("mqtt");
      broker.connect("cam-1", new Mailbox()).close();
    }
    // The same folder and ports serve the next one: nothing is left of the first.
    BrokerSettings same = BrokerSettings.in(folder).withPorts(tcp, websocket);
    try (TestBroker broker = TestBroker.start(same)) {
      assertThat(broker.broker.tcpPort()).isEqualTo(tcp);
      broker.connect("cam-1", new Mailbox()).close();
    }
    // The last one shuts itself down and has to get there.
    for (Thread thread : hiveMqThreads()) {
      thread.join(20_000);
    }
    assertThat(hiveMqThreads()).isEmpty();
  }

  private static List<Thread> hiveMqThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.isAlive() && thread.getName().contains("hivemq"))
        .toList();
  }

  /** Shakes hands as a browser would. */
  private static String websocketSubprotocol(int port) throws Exception {
    WebSocket socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .subprotocols("mqtt")
            .buildAsync(URI.create("ws://127.0.0.1:" + port + "/mqtt"), new WebSocket.Listener() {})
            .get(20, TimeUnit.SECONDS);
    socket.abort();
    return socket.getSubprotocol();
  }

  @Test
  void aPortInUseIsNamed() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      BrokerSettings settings = BrokerSettings.in(folder).withPorts(0, taken.getLocalPort());
      assertThatExceptionOfType(BrokerStartException.class)
          .isThrownBy(() -> TestBroker.start(settings))
          .withMessageStartingWith("cannot listen on 127.0.0.1 port " + taken.getLocalPort());
    }
  }

  @Test
  void aClientThatDoesNotKeepUpCostsMessagesAndTheyAreCounted() throws Exception {
    CountDownLatch goOn = new CountDownLatch(1);
    BrokerListener slow =
        new BrokerListener() {
          @Override
          public void messageArrived(IncomingMessage message) throws InterruptedException {
            goOn.await();
          }

          @Override
          public void connectionLost(ConnectionLostException reason) {
            goOn.countDown();
          }
        };
    BrokerSettings settings = BrokerSettings.in(folder).withPorts(0, 0).withMaxQueuedMessages(3);
    try (TestBroker broker = TestBroker.start(settings);
        BrokerConnection gateway = broker.connect("gw", new Mailbox());
        BrokerConnection device =
            BrokerConnection.open(broker.settings("cam-1").withReceiveMaximum(1), slow)) {
      device.subscribe("edgeveil/reply/cam-1", Qos.AT_LEAST_ONCE);
      for (int i = 0; i < 12; i++) {
        gateway.deliver(OutgoingMessage.of("edgeveil/reply/cam-1", new byte[100]));
      }
      assertThat(broker.broker.droppedMessages()).isPositive();
      goOn.countDown();
    }
  }
}
