package io.edgeveil.broker.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Where no broker answers, the exception says so in one line, and no thread stays behind. */
class UnreachableBrokerTest {

  private final BrokerListener nobody =
      new BrokerListener() {
        @Override
        public void messageArrived(IncomingMessage message) {
          throw new AssertionError("nothing can arrive");
        }

        @Override
        public void connectionLost(ConnectionLostException reason) {
          throw new AssertionError("what never was cannot be lost");
        }
      };

  @AfterEach
  void noThreadIsLeft() {
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.isAlive() && thread.getName().contains("unreachable-test"));
  }

  @Test
  void nothingListens() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    assertThatExceptionOfType(BrokerUnreachableException.class)
        .isThrownBy(() -> BrokerConnection.open(settings(port), nobody))
        .withMessage(
            "no broker at tcp://127.0.0.1:"
                + port
                + ": is the gateway running? (Connection refused)");
  }

  @Test
  void theHostIsUnknown() {
    ConnectionSettings settings =
        ConnectionSettings.to(new BrokerAddress("no-such-host.invalid", 1883), "unreachable-test")
            .withPlaintextAnywhere(true);
    assertThatExceptionOfType(BrokerUnreachableException.class)
        .isThrownBy(() -> BrokerConnection.open(settings, nobody))
        .withMessageContaining("unknown host no-such-host.invalid");
  }

  @Test
  void nothingGoesUnprotectedToAnotherMachine() {
    ConnectionSettings plain =
        ConnectionSettings.to(new BrokerAddress("192.0.2.1", 1883), "unreachable-test");
    assertThatExceptionOfType(UnprotectedException.class)
        .isThrownBy(() -> BrokerConnection.open(plain, nobody))
        .withMessageContainingAll("reads the password", "--insecure-plaintext");
    ConnectionSettings nameless =
        ConnectionSettings.to(BrokerAddress.tls("127.0.0.1", 8883), "unreachable-test");
    assertThatExceptionOfType(UnprotectedException.class)
        .isThrownBy(() -> BrokerConnection.open(nameless, nobody))
        .withMessageContaining("needs certificates");
  }

  @Test
  void somethingListensButNeverAnswers() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatExceptionOfType(BrokerUnreachableException.class)
          .isThrownBy(
              () ->
                  BrokerConnection.open(
                      settings(silent.getLocalPort()).withTimeout(Duration.ofMillis(1500)), nobody))
          .withMessageContaining("no answer in 1500 ms");
    }
  }

  @Test
  void somethingListensAndHangsUp() throws Exception {
    try (ServerSocket rude = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      CompletableFuture<Void> hungUp =
          CompletableFuture.runAsync(
              () -> {
                try (Socket caller = rude.accept()) {
                  assertThat(caller.getInputStream().read()).isEqualTo(0x10);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      assertThatExceptionOfType(BrokerUnreachableException.class)
          .isThrownBy(() -> BrokerConnection.open(settings(rude.getLocalPort()), nobody))
          .withMessageContaining("is the gateway running?");
      hungUp.join();
    }
  }

  @Test
  void somethingListensAndHangsUpAtOnce() throws Exception {
    try (ServerSocket rude = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      CompletableFuture<Void> hungUp =
          CompletableFuture.runAsync(
              () -> {
                try {
                  rude.accept().close();
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      assertThatExceptionOfType(BrokerUnreachableException.class)
          .isThrownBy(() -> BrokerConnection.open(settings(rude.getLocalPort()), nobody))
          .withMessageContaining("is the gateway running?");
      hungUp.join();
    }
  }

  private static ConnectionSettings settings(int port) {
    return ConnectionSettings.to(new BrokerAddress("127.0.0.1", port), "unreachable-test");
  }
}
