package io.edgeveil.core.layer;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.edgeveil.core.tensor.Shape;

/**
 * A fully-connected layer without bias; weights are {@code [outputChannels, inputs]}.
 *
 * @param input {@code [1, inputs]}
 * @param outputChannels output features
 * @param quantisation the numbers
 */
public record Dense(Shape input, int outputChannels, Quantisation quantisation)
    implements LinearOperation {

  /**
   * Validates.
   *
   * @throws IllegalArgumentException if the input is not {@code [1, inputs]}
   */
  public Dense {
    if (input.rank() != 2 || input.extent(0) != 1 || outputChannels < 1) {
      throw new IllegalArgumentException("a dense layer wants [1, inputs], got " + input);
    }
    if ((long) outputChannels * input.extent(1) > Shape.MAX_ELEMENTS) {
      throw new IllegalArgumentException("at most " + Shape.MAX_ELEMENTS + " weights in a layer");
    }
  }

  @Override
  public Dense withQuantisation(Quantisation other) {
    return new Dense(input, outputChannels, other);
  }

  @Override
  @JsonIgnore
  public Shape outputShape() {
    return Shape.of(1, outputChannels);
  }

  @Override
  @JsonIgnore
  public int weightCount() {
    return outputChannels * input.extent(1);
  }
}
