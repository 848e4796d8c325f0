package io.edgeveil.prepare.quantise;

import io.edgeveil.core.image.PictureException;
import io.edgeveil.core.image.PictureTensors;
import io.edgeveil.core.layer.Layer;
import io.edgeveil.core.layer.LinearOperation;
import io.edgeveil.core.manifest.Preprocessing;
import io.edgeveil.core.network.FloatLinear;
import io.edgeveil.core.network.Network;
import io.edgeveil.prepare.onnx.FloatModel;
import io.edgeveil.prepare.picture.PictureFolder;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The input scale of each linear layer, chosen on pictures.
 *
 * <p>The float network runs over all pictures twice: first for the greatest magnitude at each
 * layer's input, then for a histogram of the magnitudes below it. The scale is the one with the
 * least mean squared error over the histogram, rounding and saturation taken together. A layer that
 * reads the picture itself takes the range that the preprocessing can produce, so that 8-bit
 * samples stay exact where they can.
 */
public final class Calibration {
  private final FloatModel model;
  private final Preprocessing preprocessing;
  private final Set<String> nonNegative;
  private final ActivationBits bits;
  private final Map<String, Magnitudes> magnitudes = new HashMap<>();

  private Calibration(FloatModel model, Preprocessing preprocessing, ActivationBits bits) {
    this.model = model;
    this.preprocessing = preprocessing;
    this.nonNegative = NonNegative.tensors(model, preprocessing);
    this.bits = bits;
    for (Layer layer : model.layers()) {
      if (layer.operation() instanceof LinearOperation) {
        magnitudes.put(layer.name(), new Magnitudes());
      }
    }
  }

  /**
   * Calibrates.
   *
   * @param progress told once per picture and pass
   */
  public static Calibration run(
      FloatModel model,
      Preprocessing preprocessing,
      PictureFolder pictures,
      ActivationBits bits,
      Runnable progress)
      throws IOException, PictureException {
    Calibration calibration = new Calibration(model, preprocessing, bits);
    calibration.pass(pictures, Magnitudes::reach, progress);
    calibration.pass(pictures, Magnitudes::count, progress);
    return calibration;
  }

  /** How often {@link #run} tells the progress for each picture. */
  public static final int PASSES = 2;

  @FunctionalInterface
  private interface Look {
    void at(Magnitudes magnitudes, float[] activations);
  }

  private void pass(PictureFolder pictures, Look look, Runnable progress)
      throws IOException, PictureException {
    Network network = model.network();
    FloatLayers layers = new FloatLayers(model);
    FloatLinear<RuntimeException> watched =
        (layer, activations) -> {
          look.at(magnitudes.get(layer.name()), activations);
          return layers.apply(layer, activations);
        };
    pictures.forEach(
        PictureTensors.of(preprocessing, model.inputShape()),
        sample -> {
          var unused = network.runInFloat(sample.tensor(), watched);
          progress.run();
        });
  }

  /** How a layer's input becomes integers. */
  record Input(float scale, int bits, boolean signed) {}

  Input input(Layer layer) {
    String source = layer.inputs().get(0);
    boolean signed = !nonNegative.contains(source);
    InputRange range = InputRange.of(preprocessing);
    boolean readsPicture = source.equals(model.input());
    int own = readsPicture ? bits.ofPicture(range, signed) : bits.bits();
    int levels = ActivationBits.levels(own, signed);
    float greatest =
        readsPicture ? range.greatestMagnitude() : magnitudes.get(layer.name()).bestLimit(levels);
    float scale = greatest / levels;
    return new Input(scale >= Float.MIN_NORMAL ? scale : 1, own, signed);
  }
}
