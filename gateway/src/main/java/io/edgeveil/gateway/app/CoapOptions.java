package io.edgeveil.gateway.app;

import io.edgeveil.coap.CoapSettings;
import io.edgeveil.command.Heading;
import java.net.InetAddress;
import java.util.List;
import java.util.OptionalInt;
import picocli.CommandLine.Option;

/** The options of {@code run} that say where it listens for CoAP. */
@Heading("CoAP")
final class CoapOptions {
  private static final int MAX_PORT = 65_535;

  @Option(names = "--no-coap", description = "Do not listen for CoAP.")
  private boolean none;

  @Option(
      names = "--coap-port",
      paramLabel = "PORT",
      defaultValue = "" + CoapSettings.PORT,
      description =
          "CoAP port on loopback, of UDP and of TCP, 0 for any. Default: ${DEFAULT-VALUE}")
  private int plainPort;

  @Option(
      names = "--coaps-port",
      paramLabel = "PORT",
      description =
          "CoAP port at --bind, with DTLS (UDP) and TLS (TCP), 0 for any."
              + " Default: "
              + CoapSettings.SECURE_PORT
              + ", and none on loopback")
  private Integer securePort;

  /** What they say together, and with where other machines reach this one. */
  CoapSide side(InetAddress bind, List<String> hosts) throws UsageException {
    requirePort("--coap-port", plainPort);
    if (none) {
      UsageException.require(
          securePort == null, "--no-coap and --coaps-port contradict each other");
      return CoapSide.OFF;
    }
    OptionalInt secure = OptionalInt.empty();
    if (securePort != null) {
      requirePort("--coaps-port", securePort);
      UsageException.require(
          securePort == 0 || securePort != plainPort,
          "--coap-port and --coaps-port are both " + securePort);
      secure = OptionalInt.of(securePort);
    } else if (!bind.isLoopbackAddress()) {
      secure = OptionalInt.of(CoapSettings.SECURE_PORT);
    }
    return new CoapSide(OptionalInt.of(plainPort), secure, bind, hosts);
  }

  private static void requirePort(String option, int port) throws UsageException {
    UsageException.require(
        port >= 0 && port <= MAX_PORT, option + " must be 0..65535, got " + port);
  }
}
