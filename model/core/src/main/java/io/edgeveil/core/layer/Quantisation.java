package io.edgeveil.core.layer;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.edgeveil.core.modulus.Modulus;

/**
 * The numbers of a linear layer.
 *
 * <p>An input activation x is the integer {@code round(x / inputScale)}, saturated to {@code
 * [lowestInput, highestInput]}. Weights are int8 in [-127, 127], one scale per output channel. The
 * exact integer result of channel c stands for {@code result * inputScale * weightScales[c] +
 * bias[c]}.
 *
 * @param index place among the linear layers of the network, from 0; the layer's number on the wire
 * @param inputScale what one unit of an input activation is worth; above 0
 * @param inputBits 2..16
 * @param inputSigned whether negative activations occur
 * @param modulusBits k of the layer's {@link Modulus}
 * @param lowest least reachable result over all output channels, at most 0
 * @param highest greatest reachable result, at least 0; {@code highest - lowest} is below the
 *     modulus
 * @param l1 greatest L1 norm of a row of weights: bounds every intermediate sum of a kernel
 * @param weightsOffset first byte of the weights in {@code weights.bin}
 * @param weightScales one float per output channel
 * @param bias one float per output channel, never sent to the gateway
 */
public record Quantisation(
    int index,
    float inputScale,
    int inputBits,
    boolean inputSigned,
    int modulusBits,
    long lowest,
    long highest,
    long l1,
    long weightsOffset,
    Constant weightScales,
    Constant bias) {

  /**
   * Validates.
   *
   * @throws IllegalArgumentException if a number is out of its range
   */
  public Quantisation {
    if (index < 0 || index > 0xffff) {
      throw new IllegalArgumentException("index must be in 0..65535, got " + index);
    }
    if (!(inputScale > 0) || Float.isInfinite(inputScale)) {
      throw new IllegalArgumentException("inputScale must be above 0, got " + inputScale);
    }
    if (inputBits < 2 || inputBits > 16) {
      throw new IllegalArgumentException("inputBits must be in 2..16, got " + inputBits);
    }
    if (lowest > 0 || highest < 0 || l1 < 0 || weightsOffset < 0) {
      throw new IllegalArgumentException("lowest, highest, l1 or weightsOffset out of range");
    }
    if (Modulus.ofBits(modulusBits).prime() <= highest - lowest) {
      throw new IllegalArgumentException(
          "k = " + modulusBits + " does not cover " + lowest + ".." + highest);
    }
  }

  /** P(modulusBits). */
  @JsonIgnore
  public Modulus modulus() {
    return Modulus.ofBits(modulusBits);
  }

  /** Greatest activation: 255 for 8 unsigned bits, 127 for 8 signed bits. */
  @JsonIgnore
  public int highestInput() {
    return (1 << (inputSigned ? inputBits - 1 : inputBits)) - 1;
  }

  /** Least activation: 0 or {@code -highestInput()}. */
  @JsonIgnore
  public int lowestInput() {
    return inputSigned ? -highestInput() : 0;
  }
}
