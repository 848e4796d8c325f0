package io.edgeveil.gateway.coap;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgeveil.broker.certificate.ServerIdentity;
import io.edgeveil.gateway.serving.Limits;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.assertj.core.api.Assertions;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left of a front end that was closed, or could not start: nothing. */
class CoapLeakTest {
  @TempDir Path folder;

  private static Set<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(Thread::isAlive)
        .map(Thread::getName)
        .filter(
            name ->
                name.startsWith("edgeveil")
                    || name.startsWith("UDP")
                    || name.startsWith("DTLS")
                    || name.startsWith("TCP-Server"))
        .collect(Collectors.toSet());
  }

  private static void requireNoThreadsBut(Set<String> before) {
    Awaitility.await().untilAsserted(() -> assertThat(threads()).isSubsetOf(before));
  }

  private static void requireFree(int port) throws IOException {
    try (ServerSocket tcp = new ServerSocket();
        DatagramSocket udp =
            new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
      tcp.setReuseAddress(true);
      tcp.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      assertThat(udp.isBound()).isTrue();
    }
  }

  @Test
  void aClosedFrontEndLeavesNoThreadAndNoPort() throws Exception {
    Set<String> before = threads();
    int plain;
    int secure;
    try (CoapRig rig = new CoapRig(folder)) {
      rig.add("pi-1");
      plain = rig.frontEnd.plainPort().getAsInt();
      secure = rig.securePort();
      try (CoapPeer udp = CoapPeer.plain(plain);
          CoapPeer tcp = CoapPeer.overTcp(plain);
          CoapPeer dtls = rig.overDtls("pi-1");
          CoapPeer tls = rig.overTls("pi-1")) {
        for (CoapPeer peer : List.of(udp, tcp, dtls, tls)) {
          assertThat(peer.get("/v1/health").getCode()).hasToString("2.05");
        }
      }
      assertThat(threads()).anyMatch(name -> name.startsWith("edgeveil-coap-"));
    }
    requireNoThreadsBut(before);
    requireFree(plain);
    requireFree(secure);
  }

  @Test
  void aFrontEndWhosePortIsTakenSaysSoAndLeavesNothing() throws Exception {
    try (CoapRig rig = new CoapRig(folder)) {
      Set<String> before = threads();
      int taken = rig.frontEnd.plainPort().getAsInt();
      Limits limits = CoapRig.limits();
      Assertions.assertThatThrownBy(
              () -> {
                var unused =
                    CoapFrontEnd.start(
                        rig.models,
                        rig.serving,
                        limits,
                        rig.data.accounts(),
                        CoapListeners.plain(taken));
              })
          .isInstanceOf(IOException.class)
          .hasMessageContaining("CoAP on port " + taken);
      CoapListeners.Secure secure =
          new CoapListeners.Secure(
              InetAddress.getLoopbackAddress(),
              rig.securePort(),
              ServerIdentity.of(rig.data.authority(), List.of()),
              rig.data.deviceKeys());
      Assertions.assertThatThrownBy(
              () -> {
                var unused =
                    CoapFrontEnd.start(
                        rig.models,
                        rig.serving,
                        limits,
                        rig.data.accounts(),
                        new CoapListeners(OptionalInt.of(0), Optional.of(secure)));
              })
          .isInstanceOf(IOException.class)
          .hasMessageContaining("CoAP on port " + rig.securePort());
      requireNoThreadsBut(before);
    }
  }
}
