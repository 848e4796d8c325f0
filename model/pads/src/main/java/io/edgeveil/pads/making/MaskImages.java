package io.edgeveil.pads.making;

/**
 * Whatever computes {@code W·r mod p}: on the workstation, which holds the model. Used by several
 * threads at once.
 */
@FunctionalInterface
public interface MaskImages {

  /**
   * The images of a batch of masks of one layer.
   *
   * @param layer index of the linear layer
   * @param batch at least 1
   * @param masks {@code batch} tensors of residues one after the other, NCHW order; read
   * @param images {@code batch} output tensors; overwritten, each element a residue
   */
  void compute(int layer, int batch, int[] masks, int[] images);
}
