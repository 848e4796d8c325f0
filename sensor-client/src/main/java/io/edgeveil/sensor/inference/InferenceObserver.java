package io.edgeveil.sensor.inference;

import io.edgeveil.core.layer.LinearLayer;

/**
 * Watches the linear layers of an inference from within the sensor. It sees secrets: whoever puts
 * one in decides where they go.
 */
@FunctionalInterface
public interface InferenceObserver {
  /** Watches nothing. */
  InferenceObserver NONE = (layer, quantised, masked, result) -> {};

  /**
   * A linear layer is done and its result accepted. The arrays are live: to be read, and copied to
   * be kept.
   *
   * @param quantised secret integers in
   * @param masked residues, as the gateway saw them
   * @param result secret integers out
   */
  void layerDone(LinearLayer layer, int[] quantised, int[] masked, int[] result);
}
