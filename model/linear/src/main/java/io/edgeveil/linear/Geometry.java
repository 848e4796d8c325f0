package io.edgeveil.linear;

import io.edgeveil.core.layer.Convolution;
import io.edgeveil.core.layer.Dense;
import io.edgeveil.core.layer.LinearOperation;
import io.edgeveil.core.layer.Window;

/**
 * A linear layer, or a part of one, as a convolution: a dense layer is a 1x1 window on a 1x1 image.
 *
 * @param channels of the input, all groups together
 * @param height of the input
 * @param width of the input
 * @param outputChannels all groups together
 * @param groups divides both channel counts
 */
record Geometry(
    int channels, int height, int width, int outputChannels, int groups, Window window) {

  static Geometry of(LinearOperation layer) {
    if (layer instanceof Convolution convolution) {
      return new Geometry(
          convolution.input().extent(1),
          convolution.input().extent(2),
          convolution.input().extent(3),
          convolution.outputChannels(),
          convolution.groups(),
          convolution.window());
    }
    if (layer instanceof Dense dense) {
      return new Geometry(
          dense.input().extent(1), 1, 1, dense.outputChannels(), 1, Window.square(1, 1, 0));
    }
    throw new AssertionError(layer);
  }

  int outputHeight() {
    return window.outputExtents(height, width).height();
  }

  int outputWidth() {
    return window.outputExtents(height, width).width();
  }

  /** Elements of one channel of the input. */
  int pixels() {
    return height * width;
  }

  /** Elements of one channel of the output. */
  int outputPixels() {
    return outputHeight() * outputWidth();
  }

  /** Weights of one channel of one row. */
  int taps() {
    return window.kernelHeight() * window.kernelWidth();
  }

  /** Weights of one row. */
  int rowLength() {
    return channels / groups * taps();
  }

  /** Whether the input is one pixel and the window too, as in a dense layer. */
  boolean isMatrix() {
    return pixels() == 1 && taps() == 1 && outputPixels() == 1;
  }

  /** One group of this layer. */
  Geometry oneGroup() {
    return new Geometry(channels / groups, height, width, outputChannels / groups, 1, window);
  }

  /** The same layer over fewer input channels; only without groups. */
  Geometry withChannels(int fewer) {
    return new Geometry(fewer, height, width, outputChannels, groups, window);
  }

  /** The same layer with fewer output channels; only without groups. */
  Geometry withOutputs(int fewer) {
    return new Geometry(channels, height, width, fewer, groups, window);
  }

  /** Multiplications of one tensor. */
  long operations() {
    return (long) outputPixels() * outputChannels * rowLength();
  }

  /** The same matrix over a row of {@code pixels} pixels. */
  Geometry withWidth(int pixels) {
    return new Geometry(channels, height, pixels, outputChannels, groups, window);
  }
}
