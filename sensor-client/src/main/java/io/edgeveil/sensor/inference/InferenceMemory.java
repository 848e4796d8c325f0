package io.edgeveil.sensor.inference;

import io.edgeveil.core.layer.LinearLayer;
import io.edgeveil.core.network.Network;
import io.edgeveil.core.network.Workspace;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The arrays of an inference, kept for the next one, so that it makes hardly any garbage. Made at
 * first use. For one inference at a time; {@linkplain #wipe wiped} when it is over.
 */
final class InferenceMemory {
  /** Those of one linear layer. */
  private static final class Tensors {
    final int[] masked; // residues
    final int[] maskedResult; // residues
    final int[] result; // secret integers

    Tensors(LinearLayer layer) {
      int outputs = layer.outputElements();
      masked = new int[layer.inputElements()];
      maskedResult = new int[outputs];
      result = new int[outputs];
    }
  }

  private final Workspace workspace;
  private final Map<Integer, Tensors> layers = new HashMap<>(); // by index

  InferenceMemory(Network network) {
    workspace = network.workspace();
  }

  /** What is quantised and what is made of results; secret. */
  Workspace workspace() {
    return workspace;
  }

  /** For the masked input of a layer. */
  int[] masked(LinearLayer layer) {
    return tensors(layer).masked;
  }

  /** For what the gateway answers. */
  int[] maskedResult(LinearLayer layer) {
    return tensors(layer).maskedResult;
  }

  /** For the result without its mask; secret. */
  int[] result(LinearLayer layer) {
    return tensors(layer).result;
  }

  private Tensors tensors(LinearLayer layer) {
    return layers.computeIfAbsent(layer.index(), index -> new Tensors(layer));
  }

  /** Overwrites all that is secret. */
  void wipe() {
    workspace.wipe();
    layers.values().forEach(tensors -> Arrays.fill(tensors.result, 0));
  }
}
