package io.edgeveil.sensor.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A link changes no byte and is never faster than it says; how slow it is depends on the machine.
 */
class LinkRelayTest {
  private ServerSocket echoing;
  private Thread echo;

  @BeforeEach
  void listen() throws IOException {
    echoing = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    echo =
        new Thread(
            () -> {
              try (Socket caller = echoing.accept()) {
                caller.getInputStream().transferTo(caller.getOutputStream());
              } catch (IOException e) {
                return; // the test is over
              }
            });
    echo.start();
  }

  @AfterEach
  void stop() throws Exception {
    echoing.close();
    echo.join();
  }

  @Test
  void carriesEveryByteInNoLessTimeThanTheLimit() throws Exception {
    byte[] sent = new byte[100_000];
    new Random(1).nextBytes(sent);
    try (LinkRelay relay =
            LinkRelay.start(
                Link.parse("8mbit,60ms"), echoing.getInetAddress(), echoing.getLocalPort());
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), relay.port())) {
      socket.getOutputStream().write(7);
      assertThat(socket.getInputStream().read()).isEqualTo(7); // both lanes run
      long startedNanos = System.nanoTime();
      socket.getOutputStream().write(sent);
      assertThat(socket.getInputStream().readNBytes(sent.length)).isEqualTo(sent);
      // one lane takes 100 ms for the bytes, the other begins as soon as the first are there
      assertThat(System.nanoTime() - startedNanos).isGreaterThanOrEqualTo(160_000_000L);
    }
  }

  @Test
  void hangsUpWhenOneSideDoes() throws Exception {
    try (LinkRelay relay =
            LinkRelay.start(
                Link.parse("8mbit,1ms"), echoing.getInetAddress(), echoing.getLocalPort());
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), relay.port())) {
      socket.getOutputStream().write(7);
      socket.shutdownOutput();
      assertThat(socket.getInputStream().readAllBytes()).hasSizeLessThanOrEqualTo(1);
      echo.join(); // it saw the end, too
    }
  }

  @Test
  void leadsToThisMachineAlone() throws Exception {
    InetAddress elsewhere = InetAddress.getByAddress(new byte[] {10, 0, 0, 1});
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LinkRelay.start(Link.parse("8mbit"), elsewhere, 1));
  }
}
