package io.edgeveil.core.network;

import io.edgeveil.core.layer.LinearOperation;
import io.edgeveil.core.layer.Quantisation;
import java.util.Arrays;

/** The way into the integers of one linear layer, and the way back. */
public final class Quantiser {
  private static final float BELOW_HALF = Math.nextDown(0.5f);

  /** No result is further from 0: the range has less than 2^31 integers, 0 among them. */
  private static final double MOST_RESULT = 0x1p31;

  private final Quantisation quantisation;
  private final double[] resultScales; // what one unit of a result is worth, per output channel
  private final float[] bias;

  private Quantiser(Quantisation quantisation, double[] resultScales, float[] bias) {
    this.quantisation = quantisation;
    this.resultScales = resultScales;
    this.bias = bias;
  }

  /**
   * The quantiser of a layer.
   *
   * @param constants the floats of {@code sensor.bin}; read
   * @throws IllegalArgumentException if there are not as many scales and biases as output channels
   */
  public static Quantiser of(LinearOperation operation, float[] constants) {
    Quantisation quantisation = operation.quantisation();
    float[] weightScales =
        Constants.read(quantisation.weightScales(), constants, operation.outputChannels());
    float[] bias = Constants.read(quantisation.bias(), constants, operation.outputChannels());
    double[] resultScales = new double[weightScales.length];
    Arrays.setAll(resultScales, c -> (double) quantisation.inputScale() * weightScales[c]);
    return new Quantiser(quantisation, resultScales, bias);
  }

  /**
   * {@code round(activation / inputScale)}, half up, saturated to {@code [lowestInput,
   * highestInput]}; 0 for what {@linkplain #isDefined is not a number}.
   *
   * @param activations read
   */
  public int[] quantise(float[] activations) {
    int[] quantised = new int[activations.length];
    quantise(activations, quantised);
    return quantised;
  }

  /**
   * The same into an array.
   *
   * @param activations read
   * @param quantised overwritten
   */
  void quantise(float[] activations, int[] quantised) {
    if (quantisation.inputSigned()) {
      quantiseSigned(activations, quantised);
    } else {
      quantiseUnsigned(activations, quantised);
    }
  }

  /**
   * Half up by {@link #BELOW_HALF} and a conversion that cuts off. With q the quotient, a float of
   * at least 0 and below 2^23, and n an integer:
   *
   * <pre>
   * q = n + 1/2      the sum is n + 1 - 2^-25, half way at least to n + 1, which is even in its
   *                  last place: rounded to n + 1
   * q &lt; n + 1/2      by a unit in the last place of q at least; the sum stays below n + 1 by that
   *                  unit and 2^-25, and is rounded to n + 1 minus a unit at most
   * </pre>
   *
   * <p>{@code QuantiserLawTest} goes through every float in question. Beyond 2^23 the quotient is
   * saturated, below 0 it is cut off to 0 or less and saturated; the conversion saturates, too, and
   * makes 0 of what is not a number.
   */
  private void quantiseUnsigned(float[] activations, int[] quantised) {
    float scale = quantisation.inputScale();
    int highest = quantisation.highestInput();
    for (int i = 0; i < quantised.length; i++) {
      int rounded = (int) (activations[i] / scale + BELOW_HALF);
      quantised[i] = Math.max(0, Math.min(highest, rounded));
    }
  }

  private void quantiseSigned(float[] activations, int[] quantised) {
    float scale = quantisation.inputScale();
    int lowest = quantisation.lowestInput();
    int highest = quantisation.highestInput();
    for (int i = 0; i < quantised.length; i++) {
      int rounded = Math.round(activations[i] / scale); // saturates to the ints; NaN gives 0
      quantised[i] = Math.max(lowest, Math.min(highest, rounded));
    }
  }

  /** Whether every activation is a number, if only an infinite one. */
  static boolean isDefined(float[] activations) {
    boolean defined = true;
    for (float activation : activations) {
      defined &= !Float.isNaN(activation);
    }
    return defined;
  }

  /** How many output channels. */
  int channels() {
    return bias.length;
  }

  /**
   * Whether, in every channel, a greater result stands for a greater or equal float, whatever the
   * results are, and for none that is not a number or infinite.
   */
  boolean isMonotone() {
    for (int c = 0; c < bias.length; c++) {
      double most = MOST_RESULT * resultScales[c] + Math.abs(bias[c]);
      if (!(resultScales[c] >= 0 && most <= Float.MAX_VALUE)) { // NaN is refused, too
        return false;
      }
    }
    return true;
  }

  /**
   * {@code result * inputScale * weightScales[c] + bias[c]}.
   *
   * @param results output channels one after the other, a multiple of their number; read
   */
  public float[] dequantise(int[] results) {
    int perChannel = results.length / bias.length;
    float[] activations = new float[results.length];
    for (int c = 0; c < bias.length; c++) {
      dequantise(results, c * perChannel, perChannel, c, activations, c * perChannel);
    }
    return activations;
  }

  /**
   * The same for a part of one channel.
   *
   * @param results the part at {@code from} is read
   * @param activations overwritten from {@code at} on
   */
  void dequantise(int[] results, int from, int count, int channel, float[] activations, int at) {
    double scale = resultScales[channel];
    double constant = bias[channel];
    for (int i = 0; i < count; i++) {
      activations[at + i] = (float) (results[from + i] * scale + constant);
    }
  }
}
