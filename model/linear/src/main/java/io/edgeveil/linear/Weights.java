package io.edgeveil.linear;

import io.edgeveil.core.layer.LinearOperation;

/** The checks every kernel makes at its front, so that none is needed inside. */
final class Weights {
  private Weights() {}

  static void requireFit(LinearOperation layer, byte[] weights) {
    if (weights.length != layer.weightCount()) {
      throw new IllegalArgumentException(
          "the layer has " + layer.weightCount() + " weights, got " + weights.length);
    }
    for (byte weight : weights) {
      if (weight == Byte.MIN_VALUE) {
        throw new IllegalArgumentException("weights are in [-127, 127], got -128");
      }
    }
  }

  static void requireLengths(LinearOperation layer, int batch, int[] residues, int[] results) {
    int in = Math.multiplyExact(batch, layer.input().elements());
    int out = Math.multiplyExact(batch, layer.outputShape().elements());
    if (batch < 1 || residues.length < in || results.length < out) {
      throw new IllegalArgumentException(
          "batch "
              + batch
              + " wants at least "
              + in
              + " in and "
              + out
              + " out, got "
              + residues.length
              + " and "
              + results.length);
    }
  }
}
