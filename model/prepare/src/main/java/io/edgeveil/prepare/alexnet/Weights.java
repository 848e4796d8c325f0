package io.edgeveil.prepare.alexnet;

/** How random weights are spread; of the same variance either way. */
public enum Weights {
  /** Many small ones and a few large: close to what training gives. */
  LAPLACE,
  /** All sizes alike up to a greatest: sums grow longer, and with them the moduli. */
  UNIFORM
}
