package io.edgeveil.core.network;

/** A layer that is not linear, ready to run: shapes are checked, constants at hand. */
@FunctionalInterface
interface Step {

  /**
   * The values of the output.
   *
   * @param inputs values of each input, in order; read
   * @return a new array, or an input's own where the values are the same
   */
  float[] compute(float[][] inputs);
}
