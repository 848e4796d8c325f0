package io.edgeveil.gateway.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that mean ill: none keeps the server from answering others. */
class HostileClientsTest {
  private static final String GET = "GET /v2/health/live HTTP/1.1\r\nHost: localhost\r\n";

  @TempDir Path folder;

  private static void requireAlive(WebRig web) throws Exception {
    assertThat(web.get("/v2/health/live").statusCode()).isEqualTo(200);
  }

  /** Whether the server has closed, be it by a reset. */
  private static boolean isClosed(Socket socket) throws IOException {
    try {
      byte[] unused = socket.getInputStream().readAllBytes();
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  private static void sendIgnoringReset(Socket socket, String text) {
    try {
      socket.getOutputStream().write(text.getBytes(ISO_8859_1));
    } catch (IOException e) {
      // it has already been put out
    }
  }

  @Test
  void headersWithoutEndAreCutOff() throws Exception {
    try (WebRig web = new WebRig(folder)) {
      for (String endless :
          List.of(
              "GET /" + "a".repeat(1 << 20),
              GET + "X: " + "a".repeat(1 << 20),
              GET + "X: 1\r\n".repeat(100_000),
              GET + "X" + "a".repeat(1 << 20) + ": 1\r\n",
              "\r\n".repeat(100_000))) {
        try (Socket socket = web.connect()) {
          sendIgnoringReset(socket, endless);
          assertThat(isClosed(socket)).as(endless.substring(0, 60)).isTrue();
        }
        requireAlive(web);
      }
    }
  }

  @Test
  void headersJustBelowTheLimitAreRead() throws Exception {
    try (WebRig web = new WebRig(folder)) {
      String request = GET + "X: " + "a".repeat(12_000) + "\r\nConnection: close\r\n\r\n";
      assertThat(web.raw(request)).startsWith("HTTP/1.1 200 ");
    }
  }

  @Test
  void nonsenseIsAnsweredByNothingOrARefusal() throws Exception {
    try (WebRig web = new WebRig(folder)) {
      List<String> nonsense =
          new ArrayList<>(
              List.of(
                  "\r\n\r\n",
                  "GET\r\n\r\n",
                  "GET / HTTP/9.9\r\n\r\n",
                  "GET http://[ HTTP/1.1\r\nHost: localhost\r\n\r\n",
                  "GET //app.js HTTP/1.1\r\nHost: localhost\r\n\r\n",
                  "GET * HTTP/1.1\r\nHost: localhost\r\n\r\n",
                  "GET mailto:x HTTP/1.1\r\nHost: localhost\r\n\r\n",
                  "GET ../../etc/passwd HTTP/1.1\r\nHost: localhost\r\n\r\n",
                  GET + "Content-Length: -5\r\n\r\n",
                  GET + "Content-Length: 99999999999999999999\r\n\r\n",
                  GET + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef",
                  GET + "Transfer-Encoding: chunked\r\n\r\nffffffff\r\n",
                  GET + "Transfer-Encoding: x\r\nContent-Length: 3\r\n\r\nabc",
                  GET + ": no name\r\n\r\n",
                  "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003"));
      Random random = new Random(1);
      for (int i = 0; i < 50; i++) {
        byte[] bytes = new byte[random.nextInt(400)];
        random.nextBytes(bytes);
        nonsense.add(new String(bytes, ISO_8859_1) + "\r\n\r\n");
      }
      for (String request : nonsense) {
        try (Socket socket = web.connect()) {
          sendIgnoringReset(socket, request);
          socket.shutdownOutput();
          String answer = answerOf(socket);
          assertThat(answer).as(request).doesNotStartWith("HTTP/1.1 200").doesNotContain("root:");
        }
      }
      requireAlive(web);
    }
  }

  private static String answerOf(Socket socket) {
    try {
      return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    } catch (IOException e) {
      return "";
    }
  }

  @Test
  void whoNeverEndsItsRequestIsDroppedAndWhoComesTooManyIsNotLetIn() throws Exception {
    try (WebRig web = new WebRig(folder)) {
      List<Socket> held = new ArrayList<>();
      for (int i = 0; i < ServerLimits.CONNECTIONS; i++) {
        Socket socket = web.connect();
        held.add(socket);
        socket.getOutputStream().write((i % 2 == 0 ? GET : "").getBytes(ISO_8859_1));
      }
      try (Socket oneMore = web.connect()) {
        sendIgnoringReset(oneMore, GET + "\r\n");
        assertThat(answerOf(oneMore)).isEmpty();
      }
      for (Socket socket : held) {
        assertThat(isClosed(socket)).isTrue();
        socket.close();
      }
      Awaitility.await().untilAsserted(() -> requireAlive(web));
    }
  }

  @Test
  void whoDoesNotReadIsDropped() throws Exception {
    int much = 16 << 20;
    HttpListener where = new HttpListener(WebRig.HERE, 0, Optional.empty());
    try (WebRig web = new WebRig(folder, where, Optional.empty(), much);
        Socket socket = new Socket()) {
      socket.setReceiveBufferSize(4096);
      socket.setSoTimeout(25_000);
      socket.connect(new InetSocketAddress(WebRig.HERE, web.server.port()));
      socket
          .getOutputStream()
          .write("GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(ISO_8859_1));
      assertThat(socket.getInputStream().read()).isEqualTo('H');
      Awaitility.await().until(() -> threadsThatWrite() > 0);
      Awaitility.await()
          .untilAsserted(
              () -> {
                web.server.refresh();
                assertThat(threadsThatWrite()).isZero();
              });
      assertThat(read(socket)).isLessThan(much);
      requireAlive(web);
    }
  }

  private static long threadsThatWrite() {
    return Thread.getAllStackTraces().entrySet().stream()
        .filter(thread -> thread.getKey().getName().startsWith("edgeveil-http"))
        .flatMap(thread -> List.of(thread.getValue()).stream())
        .filter(frame -> frame.getClassName().equals(SlowReaders.class.getName()))
        .count();
  }

  private static long read(Socket socket) {
    long count = 0;
    byte[] buffer = new byte[1 << 16];
    try {
      for (int n = socket.getInputStream().read(buffer); n >= 0; ) {
        count += n;
        n = socket.getInputStream().read(buffer);
      }
    } catch (IOException e) {
      // reset: no more comes
    }
    return count;
  }
}
