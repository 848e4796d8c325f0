package io.edgeveil.core.layer;

/**
 * The sliding window of a convolution or pooling layer. Extents in elements, each at most {@value
 * #MAX_EXTENT}, so that no place of the window overflows an int.
 *
 * @param kernelHeight at least 1
 * @param kernelWidth at least 1
 * @param strideHeight at least 1
 * @param strideWidth at least 1
 * @param dilationHeight at least 1
 * @param dilationWidth at least 1
 * @param top padding, at least 0
 * @param left padding, at least 0
 * @param bottom padding, at least 0; more than top where the exporter rounded up
 * @param right padding, at least 0
 */
public record Window(
    int kernelHeight,
    int kernelWidth,
    int strideHeight,
    int strideWidth,
    int dilationHeight,
    int dilationWidth,
    int top,
    int left,
    int bottom,
    int right) {

  /** Most that a kernel extent, stride, dilation or padding may be. */
  public static final int MAX_EXTENT = 1 << 14;

  /** Height and width of a feature map. */
  public record Extents(int height, int width) {}

  /**
   * Validates.
   *
   * @throws IllegalArgumentException if an extent is out of its range
   */
  public Window {
    if (Math.min(kernelHeight, kernelWidth) < 1
        || Math.min(strideHeight, strideWidth) < 1
        || Math.min(dilationHeight, dilationWidth) < 1
        || Math.min(Math.min(top, left), Math.min(bottom, right)) < 0
        || Math.max(kernelHeight, kernelWidth) > MAX_EXTENT
        || Math.max(strideHeight, strideWidth) > MAX_EXTENT
        || Math.max(dilationHeight, dilationWidth) > MAX_EXTENT
        || Math.max(Math.max(top, left), Math.max(bottom, right)) > MAX_EXTENT) {
      throw new IllegalArgumentException("window out of range");
    }
  }

  /** A square window, symmetric padding, no dilation. */
  public static Window square(int kernel, int stride, int padding) {
    return new Window(kernel, kernel, stride, stride, 1, 1, padding, padding, padding, padding);
  }

  /**
   * The output extents for an input of this height and width.
   *
   * @throws IllegalArgumentException if the window does not fit the padded input even once
   */
  public Extents outputExtents(int height, int width) {
    return new Extents(
        outputExtent(height + top + bottom, kernelHeight, strideHeight, dilationHeight),
        outputExtent(width + left + right, kernelWidth, strideWidth, dilationWidth));
  }

  private static int outputExtent(int padded, int kernel, int stride, int dilation) {
    int reach = (kernel - 1) * dilation + 1;
    if (reach > padded) {
      throw new IllegalArgumentException("a window of " + reach + " does not fit " + padded);
    }
    return (padded - reach) / stride + 1;
  }
}
