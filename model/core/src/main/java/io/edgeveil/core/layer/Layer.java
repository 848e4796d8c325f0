package io.edgeveil.core.layer;

import io.edgeveil.core.tensor.Shape;
import java.util.List;

/**
 * One step of a network: an operation, the tensors it reads and the tensor it makes.
 *
 * @param name unique in the network; for linear layers also a topic level, so an id
 * @param operation what is computed
 * @param inputs names of tensors made by earlier layers, or the network's input
 * @param output name of the tensor made; unique in the network
 * @param shape shape of the output
 */
public record Layer(
    String name, Operation operation, List<String> inputs, String output, Shape shape) {

  /** Copies the list. */
  public Layer {
    inputs = List.copyOf(inputs);
  }
}
