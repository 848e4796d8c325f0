package io.edgeveil.sensor.watch;

import io.edgeveil.sensor.inference.Figures;
import io.edgeveil.sensor.inference.Prediction;
import java.util.List;

/**
 * What the network makes of a picture: secret, but for the figures.
 *
 * @param top likeliest first, at least one
 * @param figures what it cost
 */
public record Answer(List<Prediction> top, Figures figures) {
  /** Copies the list. */
  public Answer {
    top = List.copyOf(top);
  }
}
