package io.edgeveil.broker.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
            "no broker at tcp://127.0.0.1:" + port + ": is it running there? (Connection refused)");
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
          .withMessageContaining("closed the connection without an answer; is that an MQTT 5");
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
          .withMessageContaining("closed the connection without an answer; is that an MQTT 5");
      hungUp.join();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "20020001|speaks an older MQTT, and Edgeveil needs MQTT 5|unacceptable protocol version (1)",
        "20020002|speaks an older MQTT, and Edgeveil needs MQTT 5|client id not valid (2)",
        "20020005|speaks an older MQTT, and Edgeveil needs MQTT 5|not authorised (5)",
        "2003008400|speaks an older MQTT, and Edgeveil needs MQTT 5|unsupported protocol version (132)",
        "2003008800|refused an anonymous client|server unavailable (136)",
        "2003009700|refused an anonymous client|quota exceeded (151)",
        "2003009B00|refused an anonymous client|quality of service not supported (155)",
        "2003009D00|refused an anonymous client|server moved (157)",
        "2003009F00|refused an anonymous client|connection rate exceeded (159)",
        "200300EE00|refused an anonymous client|refused (238)",
        "|closed the connection without an answer|an MQTT 5 broker",
        "485454502F312E3120343030|what answers is no MQTT 5 broker|",
        "20050000|closed the connection without an answer|an MQTT 5 broker",
      })
  void whatTheOtherSideSaidIsTold(String answer, String what, String said) throws Exception {
    try (ServerSocket peer = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      CompletableFuture<Void> answered =
          CompletableFuture.runAsync(
              () -> {
                try (Socket caller = peer.accept()) {
                  assertThat(caller.getInputStream().read()).isEqualTo(0x10);
                  caller
                      .getOutputStream()
                      .write(HexFormat.of().parseHex(answer == null ? "" : answer));
                  caller.shutdownOutput();
                  caller.getInputStream().transferTo(OutputStream.nullOutputStream());
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      assertThatExceptionOfType(BrokerException.class)
          .isThrownBy(() -> BrokerConnection.open(settings(peer.getLocalPort()), nobody))
          .withMessageContainingAll(
              "tcp://127.0.0.1:" + peer.getLocalPort(), what, said == null ? "" : said)
          .withMessageNotContaining("gateway")
          .withMessageNotContaining("Invalid");
      answered.get(20, TimeUnit.SECONDS);
    }
  }

  private static ConnectionSettings settings(int port) {
    return ConnectionSettings.to(new BrokerAddress("127.0.0.1", port), "unreachable-test");
  }
}
