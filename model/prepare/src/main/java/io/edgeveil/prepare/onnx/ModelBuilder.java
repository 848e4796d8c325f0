package io.edgeveil.prepare.onnx;

import io.edgeveil.core.layer.Constant;
import io.edgeveil.core.layer.Convolution;
import io.edgeveil.core.layer.Dense;
import io.edgeveil.core.layer.Layer;
import io.edgeveil.core.layer.LinearOperation;
import io.edgeveil.core.layer.Operation;
import io.edgeveil.core.layer.Quantisation;
import io.edgeveil.core.layer.Window;
import io.edgeveil.core.network.OutputShapes;
import io.edgeveil.core.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Collects the layers of a model and folds affine maps into its linear ones. */
final class ModelBuilder {
  /** The name of the input tensor; every other tensor is called as the layer that makes it. */
  static final String INPUT = "input";

  private static final int MAX_NAME = 56; // leaves room in an id of 64 for a number

  private final Shape inputShape;
  private final List<Layer> layers = new ArrayList<>();
  private final Map<String, float[]> weights = new HashMap<>();
  private final Map<String, float[]> biases = new HashMap<>();
  private final Set<String> names = new HashSet<>(Set.of(INPUT));
  private final List<float[]> constants = new ArrayList<>();
  private int constantCount;

  ModelBuilder(Shape inputShape) {
    this.inputShape = inputShape;
  }

  /** Stores constants of the sensor. */
  Constant constant(float[] values) {
    Constant constant = new Constant(constantCount, values.length);
    constants.add(values);
    constantCount += values.length;
    return constant;
  }

  /**
   * Adds a layer that is not linear and whose operation determines its shape.
   *
   * @param wanted what the exporter called it
   * @throws IllegalArgumentException if the operation cannot be applied to these inputs
   */
  Activation add(String wanted, Operation operation, Activation... inputs) {
    return add(wanted, operation, inputs[0].shape(), inputs);
  }

  /** The same for an operation that leaves the shape open. */
  Activation add(String wanted, Operation operation, Shape declared, Activation... inputs) {
    List<Shape> shapes = Arrays.stream(inputs).map(Activation::shape).toList();
    Shape shape = OutputShapes.of(operation, shapes, declared);
    String name = name(wanted);
    List<String> tensors = Arrays.stream(inputs).map(Activation::tensor).toList();
    layers.add(new Layer(name, operation, tensors, name, shape));
    return new Activation(name, shape);
  }

  /** Adds a convolution; weights are read, the bias retained. */
  Activation convolve(
      String wanted, Activation input, Window window, int groups, float[] weights, float[] bias) {
    return addLinear(
        wanted,
        new Convolution(input.shape(), bias.length, window, groups, pending(bias.length)),
        input,
        weights,
        bias);
  }

  /** Adds a dense layer, weights {@code [outputs, inputs]}; weights are read, the bias retained. */
  Activation multiply(String wanted, Activation input, float[] weights, float[] bias) {
    return addLinear(
        wanted, new Dense(input.shape(), bias.length, pending(bias.length)), input, weights, bias);
  }

  private Activation addLinear(
      String wanted, LinearOperation operation, Activation input, float[] values, float[] bias) {
    Activation output = add(wanted, operation, input);
    weights.put(output.tensor(), values);
    biases.put(output.tensor(), bias);
    return output;
  }

  private Quantisation pending(int channels) {
    float[] ones = new float[channels];
    Arrays.fill(ones, 1);
    return new Quantisation(
        weights.size(),
        1,
        8,
        true,
        16,
        0,
        0,
        0,
        0,
        constant(ones),
        new Constant(0, channels)); // the bias may still change: it is stored last
  }

  /**
   * Makes {@code y * scale[c] + shift[c]} of the output y of a linear layer.
   *
   * @return false if the tensor is not made by a linear layer
   */
  boolean fold(Activation tensor, float[] scale, float[] shift) {
    float[] bias = biases.get(tensor.tensor());
    if (bias == null) {
      return false;
    }
    float[] old = weights.get(tensor.tensor());
    float[] scaled = new float[old.length];
    int row = old.length / bias.length;
    for (int c = 0; c < bias.length; c++) {
      for (int i = c * row; i < (c + 1) * row; i++) {
        scaled[i] = old[i] * scale[c];
      }
      bias[c] = bias[c] * scale[c] + shift[c];
    }
    weights.put(tensor.tensor(), scaled);
    return true;
  }

  /** The model with this tensor as its output. */
  FloatModel build(Activation output) {
    List<Layer> finished = new ArrayList<>();
    for (Layer layer : layers) {
      float[] bias = biases.get(layer.output());
      finished.add(bias == null ? layer : withBias(layer, constant(bias)));
    }
    float[] joined = new float[constantCount];
    int at = 0;
    for (float[] values : constants) {
      System.arraycopy(values, 0, joined, at, values.length);
      at += values.length;
    }
    return new FloatModel(INPUT, inputShape, finished, output.tensor(), joined, weights);
  }

  private static Layer withBias(Layer layer, Constant bias) {
    LinearOperation old = (LinearOperation) layer.operation();
    Quantisation pending = old.quantisation();
    return new Layer(
        layer.name(),
        old.withQuantisation(
            new Quantisation(
                pending.index(), 1, 8, true, 16, 0, 0, 0, 0, pending.weightScales(), bias)),
        layer.inputs(),
        layer.output(),
        layer.shape());
  }

  /** An id not yet taken, as close as can be to what the exporter called it. */
  private String name(String wanted) {
    String id =
        wanted.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]+", "-").replaceAll("^-+", "");
    id = id.substring(0, Math.min(id.length(), MAX_NAME)).replaceAll("-+$", "");
    String unique = id.isEmpty() ? "layer" : id;
    for (int number = 2; !names.add(unique); number++) {
      unique = (id.isEmpty() ? "layer" : id) + "-" + number;
    }
    return unique;
  }
}
