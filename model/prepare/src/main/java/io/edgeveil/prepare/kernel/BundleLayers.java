package io.edgeveil.prepare.kernel;

import io.edgeveil.core.layer.LinearLayer;
import io.edgeveil.core.layer.LinearOperation;
import io.edgeveil.core.manifest.BundleFormatException;
import io.edgeveil.core.manifest.ModelBundle;
import io.edgeveil.linear.LinearKernel;
import io.edgeveil.linear.PreparedLayer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** The linear layers of one bundle. Safe for use by several threads. */
public final class BundleLayers implements AutoCloseable {
  private final String kernel;
  private final List<PreparedLayer> layers = new ArrayList<>();

  private BundleLayers(String kernel) {
    this.kernel = kernel;
  }

  /** Prepares every linear layer of a bundle with one kernel. */
  public static BundleLayers prepare(ModelBundle bundle, LinearKernel kernel)
      throws IOException, BundleFormatException {
    ByteBuffer weights = bundle.weights();
    BundleLayers prepared = new BundleLayers(kernel.name());
    boolean complete = false;
    try {
      for (LinearLayer layer : bundle.manifest().linearLayers()) {
        LinearOperation operation = layer.operation();
        prepared.layers.add(kernel.prepare(operation, ModelBundle.weightsOf(operation, weights)));
      }
      complete = true;
    } finally {
      if (!complete) {
        prepared.close();
      }
    }
    return prepared;
  }

  /** Name of the kernel. */
  public String kernel() {
    return kernel;
  }

  /**
   * {@code results = W·residues mod p} of one layer.
   *
   * @param layer index among the linear layers
   * @param batch at least 1
   * @param residues {@code batch} input tensors one after the other, NCHW order; read
   * @param results {@code batch} output tensors; overwritten
   */
  public void multiply(int layer, int batch, int[] residues, int[] results) {
    layers.get(layer).multiply(batch, residues, results);
  }

  @Override
  public void close() {
    layers.forEach(PreparedLayer::close);
    layers.clear();
  }
}
