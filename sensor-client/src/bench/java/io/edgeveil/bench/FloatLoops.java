package io.edgeveil.bench;

import io.edgeveil.core.layer.Constant;
import io.edgeveil.core.layer.Convolution;
import io.edgeveil.core.layer.Layer;
import io.edgeveil.core.layer.LinearLayer;
import io.edgeveil.core.layer.LinearOperation;
import io.edgeveil.core.layer.Window;
import io.edgeveil.core.network.FloatLinear;
import io.edgeveil.core.network.Network;
import io.edgeveil.core.tensor.Tensor;
import io.edgeveil.prepare.onnx.FloatModel;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The float network in plain Java: what a sensor without a gateway and without native code could
 * do. Direct loops, no matrix of windows; output channels are innermost, so that the compiler
 * vectorises; four inputs are added to the sums at a time, for two output pixels at once where
 * there are pixels. Dense layers are convolutions of one pixel.
 */
final class FloatLoops implements FloatLinear<RuntimeException> {
  private static final int INPUTS = 4;

  /** A layer with its weights laid out anew. */
  private static final class Laid {
    private final int groups;
    private final int depth; // C of a group, filled up to a multiple of INPUTS
    private final int outputs; // output channels of a group
    private final float[] weights; // [group, height, width, depth, outputs]
    private final float[] bias;

    Laid(int groups, int depth, int outputs, float[] weights, float[] bias) {
      this.groups = groups;
      this.depth = depth;
      this.outputs = outputs;
      this.weights = weights;
      this.bias = bias;
    }
  }

  private final Network network;
  private final Map<String, Laid> layers = new HashMap<>();

  /** Lays out the weights. */
  FloatLoops(FloatModel model) {
    network = model.network();
    for (Layer layer : model.layers()) {
      if (layer.operation() instanceof LinearOperation operation) {
        layers.put(layer.name(), lay(model, layer, operation));
      }
    }
  }

  private static Laid lay(FloatModel model, Layer layer, LinearOperation operation) {
    Constant place = operation.quantisation().bias();
    float[] bias =
        Arrays.copyOfRange(model.constants(), place.offset(), place.offset() + place.count());
    int groups = operation instanceof Convolution convolution ? convolution.groups() : 1;
    int taps = 1;
    if (operation instanceof Convolution convolution) {
      taps = convolution.window().kernelHeight() * convolution.window().kernelWidth();
    }
    float[] rows = model.weights(layer.name());
    int depth = operation.weightCount() / operation.outputChannels() / taps;
    int filled = (depth + INPUTS - 1) / INPUTS * INPUTS;
    int outputs = operation.outputChannels() / groups;
    float[] laid = new float[groups * taps * filled * outputs];
    for (int o = 0; o < operation.outputChannels(); o++) {
      for (int c = 0; c < depth; c++) {
        for (int tap = 0; tap < taps; tap++) {
          int at = ((o / outputs * taps + tap) * filled + c) * outputs + o % outputs;
          laid[at] = rows[(o * depth + c) * taps + tap];
        }
      }
    }
    return new Laid(groups, filled, outputs, laid, bias);
  }

  /** The network's output. */
  float[] output(Tensor input) {
    return network.runInFloat(input, this).values();
  }

  @Override
  public float[] apply(LinearLayer layer, float[] activations) {
    Laid laid = layers.get(layer.name());
    return layer.operation() instanceof Convolution convolution
        ? convolve(convolution, laid, activations)
        : multiply(laid, activations);
  }

  private static float[] multiply(Laid laid, float[] x) {
    float[] padded = Arrays.copyOf(x, laid.depth);
    float[] sums = laid.bias.clone();
    for (int c = 0; c < laid.depth; c += INPUTS) {
      addOne(sums, 0, laid.outputs, laid.weights, c * laid.outputs, padded, c);
    }
    return sums;
  }

  private static float[] convolve(Convolution convolution, Laid laid, float[] x) {
    Window window = convolution.window();
    int height = convolution.input().extent(2);
    int width = convolution.input().extent(3);
    int outHeight = convolution.outputShape().extent(2);
    int outWidth = convolution.outputShape().extent(3);
    int line =
        (outWidth - 1) * window.strideWidth()
            + (window.kernelWidth() - 1) * window.dilationWidth()
            + 1;
    int lines =
        (outHeight - 1) * window.strideHeight()
            + (window.kernelHeight() - 1) * window.dilationHeight()
            + 1;
    float[] made = new float[convolution.outputShape().elements()];
    float[] sums = new float[2 * laid.outputs];
    for (int group = 0; group < laid.groups; group++) {
      float[] padded = pad(convolution, laid, group, x, height, width, lines, line);
      for (int y = 0; y < outHeight; y++) {
        for (int column = 0; column < outWidth; column += 2) {
          boolean two = column + 1 < outWidth;
          System.arraycopy(laid.bias, group * laid.outputs, sums, 0, laid.outputs);
          System.arraycopy(laid.bias, group * laid.outputs, sums, laid.outputs, laid.outputs);
          int second = two ? window.strideWidth() * laid.depth : 0;
          for (int ky = 0; ky < window.kernelHeight(); ky++) {
            for (int kx = 0; kx < window.kernelWidth(); kx++) {
              int row = y * window.strideHeight() + ky * window.dilationHeight();
              int from =
                  (row * line + column * window.strideWidth() + kx * window.dilationWidth())
                      * laid.depth;
              int tap = (group * window.kernelHeight() + ky) * window.kernelWidth() + kx;
              for (int c = 0; c < laid.depth; c += INPUTS) {
                int weight = (tap * laid.depth + c) * laid.outputs;
                addTwo(sums, laid.outputs, laid.weights, weight, padded, from + c, second);
              }
            }
          }
          int pixel = y * outWidth + column;
          for (int o = 0; o < laid.outputs; o++) {
            int at = (group * laid.outputs + o) * outHeight * outWidth + pixel;
            made[at] = sums[o];
            if (two) {
              made[at + 1] = sums[laid.outputs + o];
            }
          }
        }
      }
    }
    return made;
  }

  /** The input of a group with its padding, channels innermost and filled up. */
  private static float[] pad(
      Convolution convolution,
      Laid laid,
      int group,
      float[] x,
      int height,
      int width,
      int lines,
      int line) {
    Window window = convolution.window();
    float[] padded = new float[lines * line * laid.depth];
    for (int c = 0; c < convolution.channelsPerGroup(); c++) {
      int plane = (group * convolution.channelsPerGroup() + c) * height * width;
      for (int y = Math.max(0, window.top()); y < Math.min(lines, window.top() + height); y++) {
        for (int i = Math.max(0, window.left()); i < Math.min(line, window.left() + width); i++) {
          padded[(y * line + i) * laid.depth + c] =
              x[plane + (y - window.top()) * width + i - window.left()];
        }
      }
    }
    return padded;
  }

  private static void addOne(
      float[] sums, int to, int count, float[] weights, int weight, float[] x, int at) {
    float a = x[at];
    float b = x[at + 1];
    float c = x[at + 2];
    float d = x[at + 3];
    for (int o = 0; o < count; o++) {
      sums[to + o] +=
          a * weights[weight + o]
              + b * weights[weight + count + o]
              + c * weights[weight + 2 * count + o]
              + d * weights[weight + 3 * count + o];
    }
  }

  private static void addTwo(
      float[] sums, int count, float[] weights, int weight, float[] x, int at, int second) {
    float a = x[at];
    float b = x[at + 1];
    float c = x[at + 2];
    float d = x[at + 3];
    float e = x[at + second];
    float f = x[at + second + 1];
    float g = x[at + second + 2];
    float h = x[at + second + 3];
    for (int o = 0; o < count; o++) {
      float p = weights[weight + o];
      float q = weights[weight + count + o];
      float r = weights[weight + 2 * count + o];
      float s = weights[weight + 3 * count + o];
      sums[o] += a * p + b * q + c * r + d * s;
      sums[count + o] += e * p + f * q + g * r + h * s;
    }
  }
}
