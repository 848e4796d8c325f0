package io.edgeveil.gateway.model;

import io.edgeveil.core.layer.LinearOperation;
import io.edgeveil.core.modulus.Modulus;
import io.edgeveil.linear.PreparedLayer;

/**
 * One linear layer, ready to be evaluated.
 *
 * @param name id of the layer, its topic level
 * @param operation shapes and numbers
 * @param prepared weights as the kernel wants them
 */
public record ServedLayer(String name, LinearOperation operation, PreparedLayer prepared) {

  /** Number on the wire. */
  public int index() {
    return operation.index();
  }

  /** Whether it is this layer of the very same model. */
  public boolean isSameAs(ServedLayer other) {
    return prepared == other.prepared;
  }

  /** Prime of the layer. */
  public Modulus modulus() {
    return operation.modulus();
  }

  /** Elements of a request. */
  public int inputElements() {
    return operation.input().elements();
  }

  /** Elements of a reply. */
  public int outputElements() {
    return operation.outputShape().elements();
  }

  /**
   * {@code W·residues mod p}, by the calling thread alone.
   *
   * @param residues {@link #inputElements} of them, NCHW order, each in {@code [0, p)}; read
   * @return {@link #outputElements} residues
   */
  public int[] multiply(int[] residues) {
    int[] results = new int[outputElements()];
    prepared.multiply(1, residues, results);
    return results;
  }
}
