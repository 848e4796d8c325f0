package io.edgeveil.gateway.model;

import io.edgeveil.core.layer.LinearOperation;
import io.edgeveil.core.layer.Quantisation;

/**
 * What the manifest says of a layer's numbers, held against its weights.
 *
 * <p>With activations in {@code [a, b]}, a ≤ 0 ≤ b, a row of weights reaches from {@code a·P + b·N}
 * to {@code b·P + a·N}, where P is the sum of its positive weights and N that of its negative ones.
 * Zero padding reaches nothing beyond that.
 */
final class LayerCheck {
  private LayerCheck() {}

  /**
   * What is wrong, or null.
   *
   * @param weights {@code layer.weightCount()} of them, read
   */
  static String complaint(LinearOperation layer, byte[] weights) {
    Quantisation numbers = layer.quantisation();
    int perRow = weights.length / layer.outputChannels();
    long lowest = 0;
    long highest = 0;
    long l1 = 0;
    for (int row = 0; row < layer.outputChannels(); row++) {
      long positive = 0;
      long negative = 0;
      for (int i = row * perRow; i < (row + 1) * perRow; i++) {
        if (weights[i] == Byte.MIN_VALUE) {
          return "a weight is -128, weights are in [-127, 127]";
        }
        positive += Math.max(weights[i], 0);
        negative += Math.min(weights[i], 0);
      }
      long a = numbers.lowestInput();
      long b = numbers.highestInput();
      lowest = Math.min(lowest, a * positive + b * negative);
      highest = Math.max(highest, b * positive + a * negative);
      l1 = Math.max(l1, positive - negative);
    }
    if (numbers.modulus().prime() <= highest - lowest) {
      return "k = "
          + numbers.modulusBits()
          + " does not cover the results its weights can reach, "
          + between(lowest, highest);
    }
    if (numbers.lowest() > lowest || numbers.highest() < highest) {
      return "manifest says results lie "
          + between(numbers.lowest(), numbers.highest())
          + ", its weights reach "
          + between(lowest, highest);
    }
    if (numbers.l1() != l1) {
      return "manifest says L1 norm " + numbers.l1() + ", its weights have " + l1;
    }
    return null;
  }

  private static String between(long lowest, long highest) {
    return lowest + ".." + highest;
  }
}
