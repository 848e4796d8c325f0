package io.edgeveil.core.network;

import io.edgeveil.core.layer.Layer;
import io.edgeveil.core.layer.Operation;
import java.util.Arrays;
import java.util.List;

/**
 * The way back from the integers of a linear layer, together with what follows it at once: ReLU and
 * one max pooling, in either order, or one of them, or none. Immutable.
 *
 * <p>Under a window, the greatest integer gives the greatest float: with a finite scale of at least
 * 0, {@code (float) (result * scale + bias)} never falls where the result grows, -0 counted below
 * 0, and neither does ReLU. So pooling comes first, over integers, and only what it leaves is made
 * floats. The values are bit for bit those of one layer after the other.
 */
final class Ending {
  private final Quantiser quantiser;
  private int layers;
  private boolean relu;
  private IntegerPooling pooling; // null: none

  private Ending(Quantiser quantiser) {
    this.quantiser = quantiser;
  }

  /**
   * An ending with as many of the following layers as it can take.
   *
   * @param quantiser of the linear layer
   * @param following each reads the output of the one before and nothing else, and nobody else does
   */
  static Ending of(Layer linear, Quantiser quantiser, List<Layer> following) {
    Ending ending = new Ending(quantiser);
    if (quantiser.isMonotone()) {
      for (Layer layer : following) {
        if (!ending.takes(layer, linear)) {
          break;
        }
        ending.layers++;
      }
    }
    return ending;
  }

  private boolean takes(Layer layer, Layer linear) {
    if (layer.operation() instanceof Operation.Relu && !relu) {
      relu = true;
      return true;
    }
    if (layer.operation() instanceof Operation.MaxPool pool
        && pooling == null
        && IntegerPooling.fits(pool.window(), linear.shape())) {
      pooling = new IntegerPooling(pool.window(), linear.shape());
      return true;
    }
    return false;
  }

  /** How many layers behind the linear one this stands for. */
  int layers() {
    return layers;
  }

  /**
   * The output of the last of its layers.
   *
   * @param results of the linear layer, read
   * @param made overwritten
   */
  void apply(int[] results, float[] made) {
    int channels = quantiser.channels();
    if (pooling == null) {
      int perChannel = results.length / channels;
      for (int c = 0; c < channels; c++) {
        int at = c * perChannel;
        quantiser.dequantise(results, at, perChannel, c, made, at);
      }
    } else {
      pool(channels, results, made);
    }
    if (relu) {
      Activations.rectify(made);
    }
  }

  private void pool(int channels, int[] results, float[] made) {
    int[] greatest = new int[pooling.width()];
    int[] pooled = new int[pooling.columns()];
    int at = 0;
    for (int c = 0; c < channels; c++) {
      for (int row = 0; row < pooling.rows(); row++) {
        pooling.row(results, c, row, greatest, pooled);
        quantiser.dequantise(pooled, 0, pooled.length, c, made, at);
        at += pooled.length;
      }
    }
    Arrays.fill(greatest, 0);
    Arrays.fill(pooled, 0);
  }
}
