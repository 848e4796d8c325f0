package io.edgeveil.prepare.quantise;

import io.edgeveil.core.layer.Convolution;
import io.edgeveil.core.layer.Window;
import io.edgeveil.core.tensor.Shape;
import java.util.Arrays;

/**
 * A convolution in float32 as a matrix product: the inputs under the window are laid out as rows,
 * one per weight, over a band of output pixels small enough for the cache; then each row is added
 * to the band, times its weight. The innermost loop runs over pixels, which the compiler
 * vectorises.
 */
final class FloatConvolution {
  private static final int BAND_FLOATS = 1 << 17;

  private final Convolution convolution;
  private final Window window;
  private final int height;
  private final int width;
  private final int outputHeight;
  private final int outputWidth;
  private final int rows; // weights per output channel

  private FloatConvolution(Convolution convolution) {
    this.convolution = convolution;
    this.window = convolution.window();
    this.height = convolution.input().extent(2);
    this.width = convolution.input().extent(3);
    Shape output = convolution.outputShape();
    this.outputHeight = output.extent(2);
    this.outputWidth = output.extent(3);
    this.rows = convolution.channelsPerGroup() * window.kernelHeight() * window.kernelWidth();
  }

  /** A new array {@code [1, outputChannels, H, W]}. */
  static float[] convolve(Convolution convolution, float[] weights, float[] bias, float[] x) {
    FloatConvolution work = new FloatConvolution(convolution);
    float[] y = new float[convolution.outputShape().elements()];
    int perGroup = convolution.outputChannels() / convolution.groups();
    int bandHeight = Math.max(1, BAND_FLOATS / Math.max(1, work.rows * work.outputWidth));
    for (int group = 0; group < convolution.groups(); group++) {
      for (int top = 0; top < work.outputHeight; top += bandHeight) {
        int bottom = Math.min(work.outputHeight, top + bandHeight);
        float[] band = work.layOut(group, top, bottom, x);
        for (int o = group * perGroup; o < (group + 1) * perGroup; o++) {
          work.accumulate(band, (bottom - top) * work.outputWidth, weights, o, bias[o], y, top);
        }
      }
    }
    return y;
  }

  private float[] layOut(int group, int top, int bottom, float[] x) {
    int pixels = (bottom - top) * outputWidth;
    float[] band = new float[rows * pixels];
    int row = 0;
    for (int c = 0; c < convolution.channelsPerGroup(); c++) {
      int plane = (group * convolution.channelsPerGroup() + c) * height * width;
      for (int ky = 0; ky < window.kernelHeight(); ky++) {
        for (int kx = 0; kx < window.kernelWidth(); kx++) {
          for (int y = top; y < bottom; y++) {
            int iy = y * window.strideHeight() - window.top() + ky * window.dilationHeight();
            if (iy >= 0 && iy < height) {
              int from = plane + iy * width;
              int to = row * pixels + (y - top) * outputWidth;
              layOutLine(x, from, band, to, kx * window.dilationWidth() - window.left());
            }
          }
          row++;
        }
      }
    }
    return band;
  }

  private void layOutLine(float[] x, int from, float[] band, int to, int offset) {
    int stride = window.strideWidth();
    // The first and the last output column whose input column offset + column * stride exists.
    int first = offset >= 0 ? 0 : (-offset + stride - 1) / stride;
    int end = Math.min(outputWidth, Math.floorDiv(width - 1 - offset, stride) + 1);
    if (stride == 1 && end > first) {
      System.arraycopy(x, from + offset + first, band, to + first, end - first);
      return;
    }
    for (int column = first; column < end; column++) {
      band[to + column] = x[from + offset + column * stride];
    }
  }

  private void accumulate(
      float[] band, int pixels, float[] weights, int channel, float bias, float[] y, int top) {
    float[] sums = new float[pixels];
    Arrays.fill(sums, bias);
    int weight = channel * rows;
    int row = 0;
    for (; row + 3 < rows; row += 4) {
      float a = weights[weight + row];
      float b = weights[weight + row + 1];
      float c = weights[weight + row + 2];
      float d = weights[weight + row + 3];
      int at = row * pixels;
      for (int i = 0; i < pixels; i++) {
        sums[i] +=
            a * band[at + i]
                + b * band[at + pixels + i]
                + c * band[at + 2 * pixels + i]
                + d * band[at + 3 * pixels + i];
      }
    }
    for (; row < rows; row++) {
      float a = weights[weight + row];
      int at = row * pixels;
      for (int i = 0; i < pixels; i++) {
        sums[i] += a * band[at + i];
      }
    }
    System.arraycopy(sums, 0, y, (channel * outputHeight + top) * outputWidth, pixels);
  }
}
