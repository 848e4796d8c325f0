package io.edgeveil.core.network;

import io.edgeveil.core.layer.Constant;
import java.util.Arrays;

/** Runs of floats in {@code sensor.bin}. */
final class Constants {
  private Constants() {}

  /**
   * A copy of one run.
   *
   * @param wanted how many floats the layer needs
   * @throws IllegalArgumentException if the run is of another length or leaves the constants
   */
  static float[] read(Constant constant, float[] constants, int wanted) {
    if (constant.count() != wanted) {
      throw new IllegalArgumentException("wants " + wanted + " constants, got " + constant.count());
    }
    int end = constant.offset() + constant.count();
    if (end > constants.length) {
      throw new IllegalArgumentException(
          "constants end at " + constants.length + ", before element " + end);
    }
    return Arrays.copyOfRange(constants, constant.offset(), end);
  }
}
