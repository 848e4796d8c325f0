package io.edgeveil.pads.quarantine;

import io.edgeveil.core.wire.Ids;

/**
 * A gateway that gave a wrong result.
 *
 * @param gateway id, as it named itself
 * @param layer name of the layer whose result was wrong
 * @param inference index of the inference, whose pad is spent
 * @param at ISO-8601
 */
public record QuarantinedGateway(String gateway, String layer, long inference, String at) {

  /**
   * Validates.
   *
   * @throws IllegalArgumentException if gateway or layer is no id
   */
  public QuarantinedGateway {
    Ids.requireId("gateway", gateway);
    Ids.requireId("layer", layer);
    if (at == null) {
      throw new IllegalArgumentException("at is missing");
    }
  }
}
