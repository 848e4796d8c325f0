package io.edgeveil.sensor.app;

import io.edgeveil.command.Heading;
import io.edgeveil.sensor.inference.RetryPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** How a sensor reaches its gateway, for every verb that makes inferences. */
@Heading("The gateway")
final class GatewayOptions {
  @Option(
      names = "--gateway",
      paramLabel = "ADDRESS",
      converter = AddressConverter.class,
      description =
          "Where to reach the gateway: by its broker, mqtts://host:port, or itself, by"
              + " coaps://host:port or coaps+tcp://host:port; on loopback also tcp://, coap:// or"
              + " coap+tcp:// (as the bundle says).")
  GatewayAddress address;

  @Option(
      names = "--insecure-plaintext",
      description =
          "Reach it without protection on another machine, too: whoever listens on the way reads the"
              + " password.")
  private boolean insecurePlaintext;

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description = "File, 0600, with the device's password (credentials.json of the bundle).")
  private Path passwordFile;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "10",
      description = "How long to wait for a layer before it is sent again (${DEFAULT-VALUE}).")
  private int timeoutSeconds;

  @Mixin private PackingOption packing;

  /**
   * Checks that the options make sense.
   *
   * @throws ParameterException if they do not
   */
  void check(CommandLine line) {
    if (timeoutSeconds < 1) {
      throw new ParameterException(line, "--timeout must be at least 1");
    }
  }

  SensorSettings settings(Path bundle) {
    return new SensorSettings(
        bundle,
        Optional.ofNullable(address),
        Optional.ofNullable(passwordFile),
        RetryPolicy.DEFAULT.withReplyTimeout(Duration.ofSeconds(timeoutSeconds)),
        true,
        insecurePlaintext,
        packing.wanted());
  }
}
