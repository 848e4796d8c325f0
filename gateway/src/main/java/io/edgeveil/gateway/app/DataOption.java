package io.edgeveil.gateway.app;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** {@code --data}, of every verb that looks after accounts. */
final class DataOption {
  @Option(
      names = "--data",
      defaultValue = "edgeveil-data",
      paramLabel = "DIR",
      description =
          "Where accounts, certificates and the history of devices are kept."
              + " Default: ${DEFAULT-VALUE}")
  private Path folder;

  Path folder() {
    return folder;
  }
}
