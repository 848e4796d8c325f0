package io.edgeveil.prepare.verify;

import io.edgeveil.core.layer.Layer;
import io.edgeveil.core.layer.LinearOperation;
import io.edgeveil.core.manifest.BundleFormatException;
import io.edgeveil.core.manifest.ModelBundle;
import io.edgeveil.core.mask.Masking;
import io.edgeveil.core.modulus.Modulus;
import io.edgeveil.core.network.LinearEvaluator;
import io.edgeveil.linear.LinearKernel;
import io.edgeveil.linear.PreparedLayer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The linear layers of a bundle over their residues, in this process: what sensor and gateway
 * compute together, with a mask of zeros. Safe for use by several threads.
 */
public final class ResidueLayers implements LinearEvaluator<RuntimeException>, AutoCloseable {
  private final List<PreparedLayer> layers = new ArrayList<>();

  /** Prepares every linear layer of a bundle with one kernel. */
  public ResidueLayers(ModelBundle bundle, LinearKernel kernel)
      throws IOException, BundleFormatException {
    ByteBuffer weights = bundle.weights();
    for (Layer layer : bundle.manifest().linearLayers()) {
      LinearOperation operation = (LinearOperation) layer.operation();
      layers.add(kernel.prepare(operation, ModelBundle.weightsOf(operation, weights)));
    }
  }

  @Override
  public int[] multiply(Layer layer, LinearOperation operation, int[] quantised) {
    Modulus modulus = operation.quantisation().modulus();
    int[] residues = new int[quantised.length];
    Masking.mask(quantised, new int[quantised.length], modulus, residues);
    int[] results = new int[operation.outputShape().elements()];
    layers.get(operation.quantisation().index()).multiply(1, residues, results);
    Masking.unmask(
        results, new int[results.length], modulus, operation.quantisation().lowest(), results);
    return results;
  }

  @Override
  public void close() {
    layers.forEach(PreparedLayer::close);
  }
}
