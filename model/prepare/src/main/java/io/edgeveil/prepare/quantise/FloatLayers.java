package io.edgeveil.prepare.quantise;

import io.edgeveil.core.layer.Constant;
import io.edgeveil.core.layer.Convolution;
import io.edgeveil.core.layer.Dense;
import io.edgeveil.core.layer.LinearLayer;
import io.edgeveil.core.layer.LinearOperation;
import io.edgeveil.core.network.FloatLinear;
import io.edgeveil.prepare.onnx.FloatModel;
import java.util.Arrays;

/** The linear layers of a float model, computed in float32. */
public final class FloatLayers implements FloatLinear<RuntimeException> {
  private final FloatModel model;

  /** For this model. */
  public FloatLayers(FloatModel model) {
    this.model = model;
  }

  @Override
  public float[] apply(LinearLayer layer, float[] activations) {
    LinearOperation operation = layer.operation();
    float[] weights = model.weights(layer.name());
    Constant place = operation.quantisation().bias();
    float[] bias =
        Arrays.copyOfRange(model.constants(), place.offset(), place.offset() + place.count());
    if (operation instanceof Convolution convolution) {
      return FloatConvolution.convolve(convolution, weights, bias, activations);
    }
    return multiply((Dense) operation, weights, bias, activations);
  }

  private static float[] multiply(Dense dense, float[] weights, float[] bias, float[] x) {
    float[] y = bias.clone();
    int inputs = dense.input().extent(1);
    for (int o = 0; o < y.length; o++) {
      int row = o * inputs;
      // Four sums that do not wait for each other.
      float a = 0;
      float b = 0;
      float c = 0;
      float d = 0;
      int i = 0;
      for (; i + 3 < inputs; i += 4) {
        a += weights[row + i] * x[i];
        b += weights[row + i + 1] * x[i + 1];
        c += weights[row + i + 2] * x[i + 2];
        d += weights[row + i + 3] * x[i + 3];
      }
      for (; i < inputs; i++) {
        a += weights[row + i] * x[i];
      }
      y[o] += (a + b) + (c + d);
    }
    return y;
  }
}
