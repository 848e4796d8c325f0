package io.edgeveil.prepare.quantise;

import io.edgeveil.core.layer.Layer;
import io.edgeveil.core.layer.LinearOperation;
import io.edgeveil.core.layer.Quantisation;
import io.edgeveil.core.modulus.Modulus;
import io.edgeveil.core.modulus.RangeTooWideException;
import io.edgeveil.core.tensor.Shape;
import io.edgeveil.prepare.onnx.FloatModel;
import java.util.ArrayList;
import java.util.List;

/** A model ready to be written: layers with their numbers, int8 weights, the sensor's constants. */
public final class QuantisedModel {
  private final FloatModel source;
  private final List<Layer> layers = new ArrayList<>();
  private final List<byte[]> weights = new ArrayList<>();
  private final float[] constants;
  private long weightBytes;

  private QuantisedModel(FloatModel source) {
    this.source = source;
    this.constants = source.constants().clone();
  }

  /**
   * Quantises.
   *
   * @throws QuantisationException if a layer's results reach farther than any modulus
   */
  public static QuantisedModel of(FloatModel model, Calibration calibration)
      throws QuantisationException {
    QuantisedModel quantised = new QuantisedModel(model);
    for (Layer layer : model.layers()) {
      quantised.layers.add(
          layer.operation() instanceof LinearOperation operation
              ? quantised.quantise(layer, operation, calibration.input(layer))
              : layer);
    }
    return quantised;
  }

  private Layer quantise(Layer layer, LinearOperation operation, Calibration.Input input)
      throws QuantisationException {
    Quantisation pending = operation.quantisation();
    Int8Weights int8 = Int8Weights.of(source.weights(layer.name()), operation.outputChannels());
    int highestInput = ActivationBits.levels(input.bits(), input.signed());
    Int8Weights.Reach reach = int8.reach(input.signed() ? -highestInput : 0, highestInput);
    System.arraycopy(
        int8.scales(), 0, constants, pending.weightScales().offset(), int8.scales().length);
    Quantisation quantisation =
        new Quantisation(
            pending.index(),
            input.scale(),
            input.bits(),
            input.signed(),
            modulus(layer, input, reach).bits(),
            reach.lowest(),
            reach.highest(),
            reach.l1(),
            weightBytes,
            pending.weightScales(),
            pending.bias());
    weights.add(int8.values());
    weightBytes += int8.values().length;
    return new Layer(
        layer.name(),
        operation.withQuantisation(quantisation),
        layer.inputs(),
        layer.output(),
        layer.shape());
  }

  private static Modulus modulus(Layer layer, Calibration.Input input, Int8Weights.Reach reach)
      throws QuantisationException {
    try {
      return Modulus.covering(reach.lowest(), reach.highest());
    } catch (RangeTooWideException e) {
      int excess = 64 - Long.numberOfLeadingZeros(reach.highest() - reach.lowest()) - 31;
      throw new QuantisationException(
          "layer "
              + layer.name()
              + " with "
              + input.bits()
              + "-bit activations and an L1 norm of "
              + reach.l1()
              + ": "
              + e.getMessage()
              + "; try --activation-bits "
              + (input.bits() - Math.max(1, excess))
              + " or less",
          e);
    }
  }

  /** Name of the input tensor. */
  public String input() {
    return source.input();
  }

  /** {@code [1, C, H, W]}. */
  public Shape inputShape() {
    return source.inputShape();
  }

  /** With their final quantisations. */
  public List<Layer> layers() {
    return List.copyOf(layers);
  }

  /** Name of the output tensor. */
  public String output() {
    return source.output();
  }

  /** What goes into {@code sensor.bin}; read only by convention. */
  public float[] constants() {
    return constants;
  }

  /** What goes into {@code weights.bin}, layer after layer; read only by convention. */
  public List<byte[]> weights() {
    return List.copyOf(weights);
  }
}
