package io.edgeveil.prepare.verify;

import io.edgeveil.core.layer.LinearLayer;
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
  public int[] multiply(LinearLayer layer, int[] quantised) {
    Modulus modulus = layer.modulus();
    int[] residues = new int[quantised.length];
    Masking.mask(quantised, new int[quantised.length], modulus, residues);
    int[] results = new int[layer.outputElements()];
    layers.multiply(layer.index(), 1, residues, results);
    Masking.unmask(
        results,
        new int[results.length],
        modulus,
        layer.operation().quantisation().lowest(),
        results);
    return results;
  }
}
