package io.edgeveil.core.layer;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.edgeveil.core.tensor.Shape;

/**
 * A two-dimensional convolution (cross-correlation, as ONNX Conv) with zero padding, without bias.
 *
 * <p>Weights are {@code [outputChannels, C / groups, kernelHeight, kernelWidth]}; depthwise is
 * {@code groups == C}.
 *
 * @param input {@code [1, C, H, W]}
 * @param outputChannels a multiple of groups
 * @param window kernel extents, strides, dilations and padding
 * @param groups divides C
 * @param quantisation the numbers
 */
public record Convolution(
    Shape input, int outputChannels, Window window, int groups, Quantisation quantisation)
    implements LinearOperation {

  /**
   * Validates.
   *
   * @throws IllegalArgumentException if the parts do not fit together
   */
  public Convolution {
    if (input.rank() != 4 || input.extent(0) != 1) {
      throw new IllegalArgumentException("a convolution wants [1, C, H, W], got " + input);
    }
    if (groups < 1
        || outputChannels < 1
        || input.extent(1) % groups != 0
        || outputChannels % groups != 0) {
      throw new IllegalArgumentException(
          groups + " groups do not divide " + input.extent(1) + " and " + outputChannels);
    }
    var unused = window.outputExtents(input.extent(2), input.extent(3));
    long kernel = (long) window.kernelHeight() * window.kernelWidth();
    if (kernel > Shape.MAX_ELEMENTS
        || kernel * (input.extent(1) / groups) > Shape.MAX_ELEMENTS
        || kernel * (input.extent(1) / groups) * outputChannels > Shape.MAX_ELEMENTS) {
      throw new IllegalArgumentException("at most " + Shape.MAX_ELEMENTS + " weights in a layer");
    }
  }

  @Override
  public Convolution withQuantisation(Quantisation other) {
    return new Convolution(input, outputChannels, window, groups, other);
  }

  @Override
  @JsonIgnore
  public Shape outputShape() {
    var extents = window.outputExtents(input.extent(2), input.extent(3));
    return Shape.of(1, outputChannels, extents.height(), extents.width());
  }

  /** Input channels that one output channel reads. */
  @JsonIgnore
  public int channelsPerGroup() {
    return input.extent(1) / groups;
  }

  @Override
  @JsonIgnore
  public int weightCount() {
    return outputChannels * channelsPerGroup() * window.kernelHeight() * window.kernelWidth();
  }
}
