package io.edgeveil.core.network;

import io.edgeveil.core.layer.LinearOperation;
import io.edgeveil.core.layer.Quantisation;
import java.util.Arrays;

/** The way into the integers of one linear layer, and the way back. */
public final class Quantiser {
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
    float scale = quantisation.inputScale();
    int lowest = quantisation.lowestInput();
    int highest = quantisation.highestInput();
    int[] quantised = new int[activations.length];
    for (int i = 0; i < quantised.length; i++) {
      int rounded = Math.round(activations[i] / scale); // saturates to the ints; NaN gives 0
      quantised[i] = Math.max(lowest, Math.min(highest, rounded));
    }
    return quantised;
  }

  /** Whether every activation is a number, if only an infinite one. */
  static boolean isDefined(float[] activations) {
    boolean defined = true;
    for (float activation : activations) {
      defined &= !Float.isNaN(activation);
    }
    return defined;
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
      for (int i = c * perChannel; i < (c + 1) * perChannel; i++) {
        activations[i] = (float) (results[i] * resultScales[c] + bias[c]);
      }
    }
    return activations;
  }
}
