package io.edgeveil.prepare.verify;

import io.edgeveil.core.layer.Layer;
import io.edgeveil.core.layer.LinearOperation;
import io.edgeveil.core.mask.Masking;
import io.edgeveil.core.modulus.Modulus;
import io.edgeveil.core.network.LinearEvaluator;
import io.edgeveil.prepare.kernel.BundleLayers;

/**
 * The linear layers of a bundle over their residues, in this process: what sensor and gateway
 * compute together, with a mask of zeros. Safe for use by several threads.
 */
public final class ResidueLayers implements LinearEvaluator<RuntimeException> {
  private final BundleLayers layers;

  /** With these layers, which stay the caller's to close. */
  public ResidueLayers(BundleLayers layers) {
    this.layers = layers;
  }

  @Override
  public int[] multiply(Layer layer, LinearOperation operation, int[] quantised) {
    Modulus modulus = operation.quantisation().modulus();
    int[] residues = new int[quantised.length];
    Masking.mask(quantised, new int[quantised.length], modulus, residues);
    int[] results = new int[operation.outputShape().elements()];
    layers.multiply(operation.quantisation().index(), 1, residues, results);
    Masking.unmask(
        results, new int[results.length], modulus, operation.quantisation().lowest(), results);
    return results;
  }
}
