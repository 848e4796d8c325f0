package io.edgeveil.gateway.app;

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
      defaultValue = "5683",
      description = "CoAP port on loopback, 0 for any. Default: ${DEFAULT-VALUE}")
  private int plainPort;

  /** What they say together. */
  CoapSide side(CommandSpec spec) {
    if (plainPort < 0 || plainPort > MAX_PORT) {
      throw new ParameterException(spec.commandLine(), "--coap-port must be 0..65535");
    }
    return none ? CoapSide.OFF : new CoapSide(OptionalInt.of(plainPort));
  }
}
