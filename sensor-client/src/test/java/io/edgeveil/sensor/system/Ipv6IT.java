package io.edgeveil.sensor.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.edgeveil.gateway.app.CoapSide;
import io.edgeveil.sensor.system.WholeSystem.Outcome;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway that is reached at an IPv6 address alone. */
class Ipv6IT {
  private static final byte[] LOOPBACK = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};

  @TempDir Path home;

  @Test
  void theAddressesThatTheGatewayTellsAreTheOnesThatTheSensorTakes() throws Exception {
    InetAddress loopback = InetAddress.getByAddress(LOOPBACK);
    assumeTrue(NetworkInterface.getByInetAddress(loopback) != null, "this machine has no IPv6");
    try (WholeSystem system = new WholeSystem(home)) {
      system.importDigits(system.models(), "1", 8);
      Path bundle = system.makePads(system.model(), "pads", 10);
      system.startGatewayWithCoap(
          new CoapSide(OptionalInt.empty(), OptionalInt.of(0), loopback, List.of()));
      system.enrol(bundle);
      int port = system.gateway().coapsPort().getAsInt();
      assertThat(system.gateway().coapAddresses())
          .containsExactly(
              "coaps://[0:0:0:0:0:0:0:1]:" + port, "coaps+tcp://[0:0:0:0:0:0:0:1]:" + port);
      for (String address : system.gateway().coapAddresses()) {
        requireSeven(bundle, address);
      }
      requireSeven(bundle, "coaps://[::1]:" + port);
      requireSeven(bundle, "coaps+tcp://[::1]:" + port);
    }
  }

  @Test
  void anAddressThatStandsInNoCertificateIsNotTrusted() throws Exception {
    Optional<InetAddress> other =
        NetworkInterface.networkInterfaces()
            .flatMap(NetworkInterface::inetAddresses)
            .filter(address -> address instanceof Inet6Address)
            .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
            .findFirst();
    assumeTrue(other.isPresent(), "this machine has no IPv6 address but ::1");
    try (WholeSystem system = new WholeSystem(home)) {
      system.importDigits(system.models(), "1", 8);
      Path bundle = system.makePads(system.model(), "pads", 10);
      system.startGatewayWithCoap(
          new CoapSide(
              OptionalInt.empty(),
              OptionalInt.of(0),
              InetAddress.getByAddress(new byte[16]),
              List.of("localhost")));
      system.enrol(bundle);
      String host = other.get().getHostAddress().replaceAll("%.*", "");
      Outcome distrusted =
          WholeSystem.infer(
              bundle,
              "--gateway",
              "coaps+tcp://[" + host + "]:" + system.gateway().coapsPort().getAsInt(),
              WholeSystem.digits().get(0).toString());
      assertThat(distrusted.exitCode()).isEqualTo(1);
      assertThat(distrusted.err().toString()).contains("not for the host '" + host + "'");
    }
  }

  private static void requireSeven(Path bundle, String gateway) throws Exception {
    Path digit = WholeSystem.digits().get(0);
    Outcome done = WholeSystem.infer(bundle, "--gateway", gateway, digit.toString());
    assertThat(done.exitCode()).as("%s", done.err()).isZero();
    assertThat(done.out().get(0)).contains("\"label\":\"7\"");
  }
}
