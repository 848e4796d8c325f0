package io.edgeveil.sensor.app;

import io.edgeveil.sensor.inference.Figures;
import io.edgeveil.sensor.inference.Prediction;
import java.util.List;

/**
 * What the network makes of one picture: secret, but for the figures.
 *
 * @param top likeliest first, at least one
 * @param figures what it cost
 */
public record Classification(List<Prediction> top, Figures figures) {
  /** Copies the list. */
  public Classification {
    top = List.copyOf(top);
  }
}
