package io.edgeveil.pads.integrity;

/** Whatever computes {@code Wᵀ·s mod p}: on the workstation, which holds the model. */
@FunctionalInterface
public interface TransposedLayers {

  /**
   * The images of the check vectors of one layer.
   *
   * @param layer index of the linear layer
   * @param vectors per repetition: residues, as many as the layer has outputs; read
   * @param images per repetition: as many as the layer has inputs; overwritten with residues
   */
  void multiply(int layer, int[][] vectors, int[][] images);
}
