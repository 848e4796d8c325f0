package io.edgeveil.core.network;

import io.edgeveil.core.layer.LinearLayer;

/**
 * A linear layer from float activations to float activations, bias included: the seam between the
 * graph and its numbers. The quantised network and the float network of the calibration are the
 * same graph with another implementation of this.
 *
 * @param <X> what can go wrong on the way
 */
@FunctionalInterface
public interface FloatLinear<X extends Exception> {

  /**
   * {@code W·x + bias}.
   *
   * @param activations as many as {@link LinearLayer#inputElements}; read
   * @return as many as {@link LinearLayer#outputElements}, given up by the callee
   */
  float[] apply(LinearLayer layer, float[] activations) throws X;
}
