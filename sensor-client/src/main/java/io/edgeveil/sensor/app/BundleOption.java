package io.edgeveil.sensor.app;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** {@code --bundle}, of every verb. */
final class BundleOption {
  @Option(
      names = "--bundle",
      required = true,
      paramLabel = "DIR",
      description = "The device bundle: pads, model and credentials of this device.")
  private Path folder;

  Path folder() {
    return folder;
  }
}
