package io.edgeveil.core.network;

import java.util.Arrays;

/**
 * The arrays of an inference, kept for the next one: for each linear layer the quantised input and
 * the output as floats. Made at first use. They hold activations: whoever runs an inference wipes
 * them when it is over, whichever way it ended. For one inference at a time.
 */
public final class Workspace {
  private final int[][] quantised; // by number of the layer
  private final float[][] outputs;

  Workspace(int layers) {
    quantised = new int[layers][];
    outputs = new float[layers][];
  }

  int[] quantised(int layer, int elements) {
    if (quantised[layer] == null) {
      quantised[layer] = new int[elements];
    }
    return quantised[layer];
  }

  float[] output(int layer, int elements) {
    if (outputs[layer] == null) {
      outputs[layer] = new float[elements];
    }
    return outputs[layer];
  }

  /** Whether this array is one of them. */
  boolean holds(float[] array) {
    for (float[] output : outputs) {
      if (output == array) {
        return true;
      }
    }
    return false;
  }

  /** Overwrites everything. */
  public void wipe() {
    for (int[] integers : quantised) {
      if (integers != null) {
        Arrays.fill(integers, 0);
      }
    }
    for (float[] output : outputs) {
      if (output != null) {
        Arrays.fill(output, 0);
      }
    }
  }
}
