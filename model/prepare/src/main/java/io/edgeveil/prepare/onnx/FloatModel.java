package io.edgeveil.prepare.onnx;

import io.edgeveil.core.layer.Layer;
import io.edgeveil.core.network.Network;
import io.edgeveil.core.network.NetworkException;
import io.edgeveil.core.tensor.Shape;
import java.util.List;
import java.util.Map;

/**
 * A network in this project's layers with float weights.
 *
 * <p>The quantisations of its linear layers stand in for those to come: number, places of bias and
 * weight scales are final, all else is not.
 */
public final class FloatModel {
  private final String input;
  private final Shape inputShape;
  private final List<Layer> layers;
  private final String output;
  private final float[] constants;
  private final Map<String, float[]> weights;

  FloatModel(
      String input,
      Shape inputShape,
      List<Layer> layers,
      String output,
      float[] constants,
      Map<String, float[]> weights) {
    this.input = input;
    this.inputShape = inputShape;
    this.layers = List.copyOf(layers);
    this.output = output;
    this.constants = constants;
    this.weights = Map.copyOf(weights);
  }

  /** Name of the input tensor. */
  public String input() {
    return input;
  }

  /** {@code [1, C, H, W]}. */
  public Shape inputShape() {
    return inputShape;
  }

  /** In an order in which they can be computed. */
  public List<Layer> layers() {
    return layers;
  }

  /** Name of the output tensor. */
  public String output() {
    return output;
  }

  /** What will be {@code sensor.bin}, weight scales still 1; read only by convention. */
  public float[] constants() {
    return constants;
  }

  /**
   * Weights of a linear layer by its name, order of the ONNX initialiser; read only by convention.
   */
  public float[] weights(String layer) {
    return weights.get(layer);
  }

  /** The graph, ready to run in float. */
  public Network network() {
    try {
      return Network.of(input, inputShape, layers, output, constants);
    } catch (NetworkException e) {
      throw new AssertionError("the import made a network that does not fit together", e);
    }
  }
}
