package io.edgeveil.gateway.mqtt;

import io.edgeveil.gateway.serving.Route;
import java.util.Optional;

/** Reads {@code edgeveil/layer/<gateway>/<model>/<layer>/<device>}. */
final class LayerTopic {
  private static final int LEVELS = 6;
  private static final int MODEL = 3;
  private static final int LAYER = 4;
  private static final int DEVICE = 5;

  private LayerTopic() {}

  /** The route, or nothing if a level is no id. */
  static Optional<Route> route(String topic) {
    String[] levels = topic.split("/", -1);
    if (levels.length != LEVELS) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Route(levels[DEVICE], levels[MODEL], levels[LAYER]));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
