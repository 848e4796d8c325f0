package io.edgeveil.prepare.kernel;

import io.edgeveil.core.layer.LinearLayer;
import io.edgeveil.core.layer.LinearOperation;
import io.edgeveil.core.manifest.BundleFormatException;
import io.edgeveil.core.manifest.ModelBundle;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The linear layers of one bundle the other way round: {@code Wᵀ·s}. */
public final class TransposedBundleLayers {
  private final List<TransposedLayer> layers = new ArrayList<>();

  /** Reads the weights of every linear layer of a bundle. */
  public TransposedBundleLayers(ModelBundle bundle) throws IOException, BundleFormatException {
    var weights = bundle.weights();
    for (LinearLayer layer : bundle.manifest().linearLayers()) {
      LinearOperation operation = layer.operation();
      layers.add(TransposedLayer.of(operation, ModelBundle.weightsOf(operation, weights)));
    }
  }

  /**
   * {@code images = Wᵀ·vectors mod p} of one layer.
   *
   * @param layer index among the linear layers
   * @param vectors residues, each as many as the layer has outputs; read
   * @param images as many, each of as many as the layer has inputs; overwritten with residues
   */
  public void multiply(int layer, int[][] vectors, int[][] images) {
    for (int i = 0; i < vectors.length; i++) {
      layers.get(layer).multiply(vectors[i], images[i]);
    }
  }
}
