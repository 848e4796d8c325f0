package io.edgeveil.gateway.serving;

import io.edgeveil.core.wire.Ids;

/**
 * Where a chunk came in, as the transport knows it: a topic or a path that the sender was allowed
 * to use.
 *
 * @param device id of the sender, as the broker's permissions vouch for it
 * @param model id of the model
 * @param layer id of the layer
 */
public record Route(String device, String model, String layer) {

  /**
   * Validates.
   *
   * @throws IllegalArgumentException if a part is no id
   */
  public Route {
    Ids.requireId("device", device);
    Ids.requireId("model", model);
    Ids.requireId("layer", layer);
  }
}
