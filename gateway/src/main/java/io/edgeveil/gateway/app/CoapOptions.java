package io.edgeveil.gateway.app;

import io.edgeveil.coap.CoapSettings;
import java.net.InetAddress;
import java.util.List;
import java.util.OptionalInt;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options of {@code run} that say where it listens for CoAP. */
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
  CoapSide side(CommandSpec spec, InetAddress bind, List<String> hosts) {
    requirePort(spec, "--coap-port", plainPort);
    if (none) {
      require(spec, securePort == null, "--no-coap and --coaps-port contradict each other");
      return CoapSide.OFF;
    }
    OptionalInt secure = OptionalInt.empty();
    if (securePort != null) {
      requirePort(spec, "--coaps-port", securePort);
      require(
          spec,
          securePort == 0 || securePort != plainPort,
          "--coap-port and --coaps-port are both " + securePort);
      secure = OptionalInt.of(securePort);
    } else if (!bind.isLoopbackAddress()) {
      secure = OptionalInt.of(CoapSettings.SECURE_PORT);
    }
    return new CoapSide(OptionalInt.of(plainPort), secure, bind, hosts);
  }

  private static void requirePort(CommandSpec spec, String option, int port) {
    require(spec, port >= 0 && port <= MAX_PORT, option + " must be 0..65535, got " + port);
  }

  private static void require(CommandSpec spec, boolean condition, String otherwise) {
    if (!condition) {
      throw new ParameterException(spec.commandLine(), otherwise);
    }
  }
}
