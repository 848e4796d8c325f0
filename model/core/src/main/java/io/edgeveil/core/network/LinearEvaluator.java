package io.edgeveil.core.network;

import io.edgeveil.core.layer.Layer;
import io.edgeveil.core.layer.LinearOperation;

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
   * @param quantised as many as {@code operation.input()} has elements, each in {@code
   *     [lowestInput, highestInput]} of the layer's quantisation; may be overwritten
   * @return as many as {@code operation.outputShape()} has elements, each in {@code [lowest,
   *     highest]} of the layer's quantisation
   */
  int[] multiply(Layer layer, LinearOperation operation, int[] quantised) throws X;
}
