package io.edgeveil.linear;

import io.edgeveil.core.layer.LinearOperation;

/**
 * A way to compute linear layers over F_p. All kernels give the same residues, bit for bit, or
 * refuse the layer: none rounds, wraps or saturates within its {@link ExactRange}.
 */
public sealed interface LinearKernel
    permits ReferenceKernel, OneDnnKernel, Nd4jKernel, PreferredKernel {

  /** How configuration and logs call it, for example {@code reference}. */
  String name();

  /** What it found on this machine, in one phrase for the log, for example the instruction set. */
  String description();

  /**
   * Lays out the weights of one layer for many evaluations.
   *
   * @param layer shape, window and modulus
   * @param weights int8, {@code layer.weightCount()} of them, each in [-127, 127], order of the
   *     ONNX initialiser; read
   * @throws IllegalArgumentException if the number of weights is wrong or one is -128
   * @throws LayerRefusedException if the layer lies outside the kernel's exact range, or the kernel
   *     has no way to compute it
   */
  PreparedLayer prepare(LinearOperation layer, byte[] weights);
}
