package io.edgeveil.core.network;

import io.edgeveil.core.layer.Layer;
import io.edgeveil.core.layer.LinearOperation;

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
   * @param activations as many as {@code operation.input()} has elements; read
   * @return as many as {@code operation.outputShape()} has elements, given up by the callee
   */
  float[] apply(Layer layer, LinearOperation operation, float[] activations) throws X;
}
