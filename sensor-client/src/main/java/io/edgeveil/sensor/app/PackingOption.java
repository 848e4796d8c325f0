package io.edgeveil.sensor.app;

import io.edgeveil.core.wire.Packing;
import picocli.CommandLine.Option;

/** {@code --packing}, of every verb that sends tensors or gets them. */
final class PackingOption {
  @Option(
      names = "--packing",
      paramLabel = "P",
      description =
          "How numbers travel, ${COMPLETION-CANDIDATES}: bits are fewer bytes, for slow links"
              + " (bytes).")
  private Packing given;

  boolean isGiven() {
    return given != null;
  }

  Packing wanted() {
    return isGiven() ? given : Packing.BYTES;
  }
}
