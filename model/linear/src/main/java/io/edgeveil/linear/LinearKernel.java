package io.edgeveil.linear;

import io.edgeveil.core.layer.LinearOperation;

/**
 * A way to compute linear layers over F_p. All kernels give the same residues, bit for bit, or
 * refuse the layer: none rounds, wraps or saturates within its exact range.
 */
public sealed interface LinearKernel permits ReferenceKernel {

  /** How configuration and logs call it, for example {@code reference}. */
  String name();

  /**
   * Lays out the weights of one layer for many evaluations.
   *
   * @param layer shape, window and modulus
   * @param weights int8, {@code layer.weightCount()} of them, each in [-127, 127], order of the
   *     ONNX initialiser; read
   * @throws IllegalArgumentException if the number of weights is wrong, one is -128, or the layer
   *     lies outside the kernel's exact range
   */
  PreparedLayer prepare(LinearOperation layer, byte[] weights);
}
