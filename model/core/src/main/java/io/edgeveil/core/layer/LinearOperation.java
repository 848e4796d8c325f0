package io.edgeveil.core.layer;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.edgeveil.core.modulus.Modulus;
import io.edgeveil.core.tensor.Shape;

/**
 * A layer that the gateway computes: {@code y = W·x} over the residues of one prime, without bias.
 */
public sealed interface LinearOperation extends Operation permits Convolution, Dense {

  /** Shape of the one input tensor. */
  Shape input();

  /** Everything the numbers of this layer need: scales, modulus, where the weights are. */
  Quantisation quantisation();

  /** Place among the linear layers of the network, from 0; the layer's number on the wire. */
  @JsonIgnore
  default int index() {
    return quantisation().index();
  }

  /** Prime of the layer. */
  @JsonIgnore
  default Modulus modulus() {
    return quantisation().modulus();
  }

  /** The same layer with other numbers. */
  LinearOperation withQuantisation(Quantisation other);

  /** Output channels (convolution) or output features (dense). */
  int outputChannels();

  /** Shape of the output tensor. */
  @JsonIgnore
  Shape outputShape();

  /**
   * How many int8 weights: outputChannels rows of equal length, in the order of the ONNX
   * initialiser.
   */
  @JsonIgnore
  int weightCount();

  /** Multiplications and additions of one evaluation, padding counted as work. */
  @JsonIgnore
  default long multiplyAdds() {
    return (long) (weightCount() / outputChannels()) * outputShape().elements();
  }
}
