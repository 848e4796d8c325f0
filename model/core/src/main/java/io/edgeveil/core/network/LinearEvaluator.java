package io.edgeveil.core.network;

import io.edgeveil.core.layer.LinearLayer;

/**
 * Whatever computes the linear layers in integers: a masked exchange with a gateway, or plain loops
 * where no secret is involved.
 *
 * @param <X> what can go wrong on the way
 */
@FunctionalInterface
public interface LinearEvaluator<X extends Exception> {

  /**
   * The exact {@code W·x}, without bias.
   *
   * @param quantised as many as {@link LinearLayer#inputElements}, each in {@code [lowestInput,
   *     highestInput]} of the layer's quantisation; may be overwritten
   * @return as many as {@link LinearLayer#outputElements}, each in {@code [lowest, highest]} of the
   *     layer's quantisation
   */
  int[] multiply(LinearLayer layer, int[] quantised) throws X;
}
