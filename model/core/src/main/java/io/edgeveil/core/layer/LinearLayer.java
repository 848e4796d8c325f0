package io.edgeveil.core.layer;

import io.edgeveil.core.modulus.Modulus;

/**
 * A layer of a network that the gateway computes.
 *
 * @param name unique in the network; a topic level, so an id
 * @param operation what is computed
 */
public record LinearLayer(String name, LinearOperation operation) {

  /** Place among the linear layers of the network, from 0; its number on the wire. */
  public int index() {
    return operation.index();
  }

  /** Prime of the layer. */
  public Modulus modulus() {
    return operation.modulus();
  }

  /** Elements of the input tensor. */
  public int inputElements() {
    return operation.input().elements();
  }

  /** Elements of the output tensor. */
  public int outputElements() {
    return operation.outputShape().elements();
  }
}
