package io.edgeveil.gateway.serving;

import io.edgeveil.core.wire.ChunkHeader;
import io.edgeveil.core.wire.Ids;
import java.util.Optional;

/**
 * Where a chunk came in, as the transport knows it: a topic or a path that the sender was allowed
 * to use.
 *
 * @param device id of the sender, as the broker's permissions vouch for it
 * @param model id of the model
 * @param layer id of the layer
 * @param part what the transport was told of the chunk, if it was; the chunk's header must agree
 */
public record Route(String device, String model, String layer, Optional<Part> part) {

  /**
   * A chunk as its sender names it outside of it.
   *
   * @param inference index of the inference
   * @param chunk its number
   */
  public record Part(long inference, int chunk) {
    boolean is(ChunkHeader header) {
      return header.inference() == inference && header.chunk() == chunk;
    }
  }

  /** Where the transport is told nothing of the chunk. */
  public Route(String device, String model, String layer) {
    this(device, model, layer, Optional.empty());
  }

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
