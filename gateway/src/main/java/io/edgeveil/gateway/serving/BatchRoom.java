package io.edgeveil.gateway.serving;

import io.edgeveil.gateway.model.ServedLayer;
import io.edgeveil.linear.Crew;
import io.edgeveil.linear.PreparedLayer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Arrays in which one thread computes batches. They grow to the largest batch and stay: at most
 * {@link Limit#BATCH_LAYERS} inputs and results of the kernel's choice, and a result of each layer.
 */
final class BatchRoom {
  private final Map<PreparedLayer, int[]> single = new HashMap<>();
  private int[] inputs = {};
  private int[] outputs = {};
  private ServedLayer layer;
  private int tensors;

  /**
   * Multiplies; what came out is in {@link #result}.
   *
   * @param batch tensors of one layer, at least one
   * @return microseconds for each of them
   */
  long multiply(List<PendingTensor> batch, Crew crew) {
    layer = batch.get(0).layer();
    tensors = batch.size();
    long startedNanos = System.nanoTime();
    if (tensors == 1) {
      layer.prepared().multiply(1, batch.get(0).input().residues(), one(), crew);
    } else {
      multiplyMany(batch, crew);
    }
    return (System.nanoTime() - startedNanos) / 1000 / tensors;
  }

  private void multiplyMany(List<PendingTensor> batch, Crew crew) {
    int in = layer.inputElements();
    inputs = atLeast(tensors * in, inputs);
    outputs = atLeast(tensors * layer.outputElements(), outputs);
    boolean secret = false;
    try {
      for (int i = 0; i < tensors; i++) {
        LayerInput input = batch.get(i).input();
        secret |= !input.mayBeKept();
        System.arraycopy(input.residues(), 0, inputs, i * in, in);
      }
      layer.prepared().multiply(tensors, inputs, outputs, crew);
    } finally {
      if (secret) { // masks: their owners wipe theirs
        Arrays.fill(inputs, 0);
      }
    }
  }

  private static int[] atLeast(int length, int[] array) {
    return array.length >= length ? array : new int[length];
  }

  /** The result of one tensor of the last batch, until the next call. */
  int[] result(int place) {
    int[] one = one();
    if (tensors > 1) {
      System.arraycopy(outputs, place * one.length, one, 0, one.length);
    }
    return one;
  }

  private int[] one() {
    return single.computeIfAbsent(layer.prepared(), any -> new int[layer.outputElements()]);
  }
}
