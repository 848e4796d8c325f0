package io.edgeveil.prepare.onnx;

import io.edgeveil.core.layer.Window;
import io.edgeveil.core.tensor.Shape;

/** From the attributes of Conv and the pools to a window with explicit padding. */
final class WindowRule {
  private static final long[] ONES = {1, 1};

  private WindowRule() {}

  /**
   * The window of a node.
   *
   * @param input {@code [1, C, H, W]}
   * @param kernel height and width
   */
  static Window of(Node node, Shape input, long[] kernel) throws OnnxException {
    long[] strides = pair(node, "strides", ONES);
    long[] dilations = pair(node, "dilations", ONES);
    long[] padding = padding(node, input, kernel, strides, dilations);
    try {
      Window window =
          new Window(
              Math.toIntExact(kernel[0]),
              Math.toIntExact(kernel[1]),
              Math.toIntExact(strides[0]),
              Math.toIntExact(strides[1]),
              Math.toIntExact(dilations[0]),
              Math.toIntExact(dilations[1]),
              Math.toIntExact(padding[0]),
              Math.toIntExact(padding[1]),
              Math.toIntExact(padding[2]),
              Math.toIntExact(padding[3]));
      var unused = window.outputExtents(input.extent(2), input.extent(3));
      return window;
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw node.refusal(e.getMessage());
    }
  }

  /** The kernel extents of a pool. */
  static long[] kernel(Node node) throws OnnxException {
    long[] kernel = pair(node, "kernel_shape", null);
    if (kernel == null) {
      throw node.refusal("kernel_shape is missing");
    }
    return kernel;
  }

  /**
   * The same window with padding added at the end so that it also covers what is left over: what
   * {@code ceil_mode} asks for.
   */
  static Window ceiling(Window window, Shape input) {
    int bottom =
        leftOver(
            input.extent(2),
            window.top(),
            window.bottom(),
            window.kernelHeight(),
            window.strideHeight(),
            window.dilationHeight());
    int right =
        leftOver(
            input.extent(3),
            window.left(),
            window.right(),
            window.kernelWidth(),
            window.strideWidth(),
            window.dilationWidth());
    return new Window(
        window.kernelHeight(),
        window.kernelWidth(),
        window.strideHeight(),
        window.strideWidth(),
        window.dilationHeight(),
        window.dilationWidth(),
        window.top(),
        window.left(),
        window.bottom() + bottom,
        window.right() + right);
  }

  private static int leftOver(
      int extent, int before, int after, int kernel, int stride, int dilation) {
    int reach = (kernel - 1) * dilation + 1;
    int padded = extent + before + after;
    int windows = (padded - reach + stride - 1) / stride + 1;
    if ((windows - 1) * stride >= extent + before) {
      windows--; // a window that would start beyond the input does not count
    }
    return Math.max(0, (windows - 1) * stride + reach - padded);
  }

  /** Top, left, bottom, right. */
  private static long[] padding(
      Node node, Shape input, long[] kernel, long[] strides, long[] dilations)
      throws OnnxException {
    String auto = node.text("auto_pad", "NOTSET");
    return switch (auto) {
      case "NOTSET" -> explicit(node);
      case "VALID" -> new long[4];
      case "SAME_UPPER", "SAME_LOWER" -> {
        if (dilations[0] != 1 || dilations[1] != 1) {
          throw node.refusal("auto_pad together with dilations: runtimes disagree about it");
        }
        long[] padding = new long[4];
        for (int axis = 0; axis < 2; axis++) {
          int extent = input.extent(2 + axis);
          if (strides[axis] < 1) {
            throw node.refusal("a stride of " + strides[axis]);
          }
          long windows = (extent + strides[axis] - 1) / strides[axis];
          long total = Math.max(0, (windows - 1) * strides[axis] + kernel[axis] - extent);
          long before = auto.equals("SAME_UPPER") ? total / 2 : total - total / 2;
          padding[axis] = before;
          padding[2 + axis] = total - before;
        }
        yield padding;
      }
      default -> throw node.refusal("auto_pad " + Printable.of(auto));
    };
  }

  private static long[] explicit(Node node) throws OnnxException {
    long[] pads = node.integers("pads");
    if (pads == null) {
      return new long[4];
    }
    if (pads.length != 4) {
      throw node.refusal("wants 4 pads, got " + pads.length + "; only images are supported");
    }
    return pads;
  }

  private static long[] pair(Node node, String attribute, long[] otherwise) throws OnnxException {
    long[] values = node.integers(attribute);
    if (values == null) {
      return otherwise;
    }
    if (values.length != 2) {
      throw node.refusal(
          "wants 2 numbers of "
              + attribute
              + ", got "
              + values.length
              + "; only images are supported");
    }
    return values;
  }
}
