package io.edgeveil.linear;

import java.util.List;
import org.bytedeco.javacpp.BytePointer;

/** Some tensors that the primitives of a layer work on together, and their limbs. */
final class OneDnnCall {
  private final int size;
  private final int tensors;
  private final int first;
  private final int[] residues;
  private final int inputLength;
  private final int outputLength;
  private final List<BytePointer> sources;

  /**
   * Takes notes.
   *
   * @param size which primitives, in the order in which they were prepared
   * @param tensors how many of them there are
   * @param first the first one's place in the batch
   * @param residues input tensors of the batch, {@code inputLength} each; retained, read
   * @param outputLength elements of a result
   * @param sources limbs of these tensors, one for each {@link OneDnnInput}
   */
  OneDnnCall(
      int size,
      int tensors,
      int first,
      int[] residues,
      int inputLength,
      int outputLength,
      List<BytePointer> sources) {
    this.size = size;
    this.tensors = tensors;
    this.first = first;
    this.residues = residues;
    this.inputLength = inputLength;
    this.outputLength = outputLength;
    this.sources = sources;
  }

  int size() {
    return size;
  }

  int tensors() {
    return tensors;
  }

  /** Input tensors of the whole batch. */
  int[] residues() {
    return residues;
  }

  /** Where a tensor begins among the residues. */
  int residueAt(int tensor) {
    return (first + tensor) * inputLength;
  }

  /** Where a tensor's result begins. */
  int resultAt(int tensor) {
    return (first + tensor) * outputLength;
  }

  /** Limbs of all tensors of this call. */
  BytePointer source(int input) {
    return sources.get(input);
  }
}
