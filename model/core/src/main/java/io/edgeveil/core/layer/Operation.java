package io.edgeveil.core.layer;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.edgeveil.core.tensor.Shape;
import java.util.List;

/** What a layer computes. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Convolution.class, name = "convolution"),
  @JsonSubTypes.Type(value = Dense.class, name = "dense"),
  @JsonSubTypes.Type(value = Operation.Relu.class, name = "relu"),
  @JsonSubTypes.Type(value = Operation.LeakyRelu.class, name = "leaky_relu"),
  @JsonSubTypes.Type(value = Operation.PRelu.class, name = "prelu"),
  @JsonSubTypes.Type(value = Operation.Clip.class, name = "clip"),
  @JsonSubTypes.Type(value = Operation.Sigmoid.class, name = "sigmoid"),
  @JsonSubTypes.Type(value = Operation.Tanh.class, name = "tanh"),
  @JsonSubTypes.Type(value = Operation.MaxPool.class, name = "max_pool"),
  @JsonSubTypes.Type(value = Operation.AveragePool.class, name = "average_pool"),
  @JsonSubTypes.Type(value = Operation.GlobalAveragePool.class, name = "global_average_pool"),
  @JsonSubTypes.Type(value = Operation.Lrn.class, name = "lrn"),
  @JsonSubTypes.Type(value = Operation.Add.class, name = "add"),
  @JsonSubTypes.Type(value = Operation.Mul.class, name = "mul"),
  @JsonSubTypes.Type(value = Operation.AddConstant.class, name = "add_constant"),
  @JsonSubTypes.Type(value = Operation.MulConstant.class, name = "mul_constant"),
  @JsonSubTypes.Type(value = Operation.Concat.class, name = "concat"),
  @JsonSubTypes.Type(value = Operation.Reshape.class, name = "reshape"),
  @JsonSubTypes.Type(value = Operation.Transpose.class, name = "transpose"),
  @JsonSubTypes.Type(value = Operation.Padding.class, name = "padding"),
  @JsonSubTypes.Type(value = Operation.Slice.class, name = "slice"),
  @JsonSubTypes.Type(value = Operation.Softmax.class, name = "softmax"),
})
public sealed interface Operation
    permits LinearOperation,
        Operation.Relu,
        Operation.LeakyRelu,
        Operation.PRelu,
        Operation.Clip,
        Operation.Sigmoid,
        Operation.Tanh,
        Operation.MaxPool,
        Operation.AveragePool,
        Operation.GlobalAveragePool,
        Operation.Lrn,
        Operation.Add,
        Operation.Mul,
        Operation.AddConstant,
        Operation.MulConstant,
        Operation.Concat,
        Operation.Reshape,
        Operation.Transpose,
        Operation.Padding,
        Operation.Slice,
        Operation.Softmax {

  /** {@code max(x, 0)}. */
  record Relu() implements Operation {}

  /** {@code x < 0 ? alpha * x : x}. */
  record LeakyRelu(float alpha) implements Operation {}

  /**
   * {@code x < 0 ? slope * x : x}, slope broadcast to the input.
   *
   * @param slope constant of shape {@code slopeShape}
   */
  record PRelu(Constant slope, Shape slopeShape) implements Operation {}

  /** {@code min(max(x, lowest), highest)}; infinities are written as the largest floats. */
  record Clip(float lowest, float highest) implements Operation {}

  /** {@code 1 / (1 + exp(-x))}. */
  record Sigmoid() implements Operation {}

  /** {@code tanh(x)}. */
  record Tanh() implements Operation {}

  /** The maximum of each window; padding never wins. */
  record MaxPool(Window window) implements Operation {}

  /**
   * The mean of each window.
   *
   * @param countPadding whether padded positions count in the divisor
   */
  record AveragePool(Window window, boolean countPadding) implements Operation {}

  /** The mean over H and W of each channel: {@code [1, C, H, W]} to {@code [1, C, 1, 1]}. */
  record GlobalAveragePool() implements Operation {}

  /**
   * Local response normalisation across channels (ONNX LRN): {@code x / (bias + alpha / size * sum
   * of squares)^beta}.
   */
  record Lrn(int size, float alpha, float beta, float bias) implements Operation {}

  /** The sum of two tensors, broadcast as in NumPy. */
  record Add() implements Operation {}

  /** The product of two tensors, broadcast as in NumPy. */
  record Mul() implements Operation {}

  /** {@code x + constant}, the constant broadcast to the input. */
  record AddConstant(Constant constant, Shape constantShape) implements Operation {}

  /** {@code x * constant}, the constant broadcast to the input. */
  record MulConstant(Constant constant, Shape constantShape) implements Operation {}

  /** All inputs one after the other along an axis, which is not negative. */
  record Concat(int axis) implements Operation {}

  /** The same elements under the layer's shape; Flatten, Squeeze and Unsqueeze are this too. */
  record Reshape() implements Operation {}

  /** Output axis i is input axis {@code permutation[i]}. */
  record Transpose(List<Integer> permutation) implements Operation {
    /** Copies the list. */
    public Transpose {
      permutation = List.copyOf(permutation);
    }
  }

  /**
   * A constant border.
   *
   * @param before elements added before, per axis; none negative
   * @param after elements added after, per axis; none negative
   */
  record Padding(List<Integer> before, List<Integer> after, float value) implements Operation {
    /** Copies the lists. */
    public Padding {
      before = List.copyOf(before);
      after = List.copyOf(after);
    }
  }

  /**
   * Every {@code steps[i]}-th element from {@code starts[i]} on, as many as the layer's shape says.
   *
   * @param starts per axis of the input, inside it
   * @param steps per axis, not zero; negative runs backwards
   */
  record Slice(List<Integer> starts, List<Integer> steps) implements Operation {
    /** Copies the lists. */
    public Slice {
      starts = List.copyOf(starts);
      steps = List.copyOf(steps);
    }
  }

  /** {@code exp(x) / sum(exp(x))} along one axis, which is not negative. */
  record Softmax(int axis) implements Operation {}
}
