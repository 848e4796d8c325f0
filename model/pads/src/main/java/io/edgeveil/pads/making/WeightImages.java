package io.edgeveil.pads.making;

import io.edgeveil.core.modulus.Modulus;
import io.edgeveil.core.wire.Packing;
import io.edgeveil.core.wire.Residues;
import io.edgeveil.pads.key.PadKey;
import io.edgeveil.pads.record.PadLayout;
import java.util.Arrays;

/** Images computed from expanded masks, a batch of pads at a time, on every processor. */
final class WeightImages implements PadImages {
  /** Most elements of masks or images held by a thread; larger layers go one by one. */
  private static final int BATCH_ELEMENTS = 1 << 22;

  private static final int MAX_BATCH = 64;

  private final PadLayout layout;
  private final byte[] digest;
  private final MaskImages kernel;

  WeightImages(PadLayout layout, byte[] digest, MaskImages kernel) {
    this.layout = layout;
    this.digest = digest;
    this.kernel = kernel;
  }

  @Override
  public int batch() {
    int largest = 1;
    for (int layer = 0; layer < layout.layers(); layer++) {
      largest = Math.max(largest, layout.layer(layer).input().elements());
      largest = Math.max(largest, layout.layer(layer).outputShape().elements());
    }
    return Math.max(1, Math.min(MAX_BATCH, BATCH_ELEMENTS / largest));
  }

  @Override
  public int threads() {
    return Runtime.getRuntime().availableProcessors();
  }

  @Override
  public void find(String padFile, long first, PadKey[] keys, int count, byte[][] packed) {
    for (int layer = 0; layer < layout.layers(); layer++) {
      find(layer, keys, count, packed);
    }
  }

  private void find(int layer, PadKey[] keys, int count, byte[][] packed) {
    Modulus modulus = layout.modulus(layer);
    int inputs = layout.layer(layer).input().elements();
    int outputs = layout.layer(layer).outputShape().elements();
    int[] masks = new int[count * inputs];
    int[] images = new int[count * outputs];
    int[] mask = new int[inputs];
    try {
      for (int i = 0; i < count; i++) {
        keys[i].expandMask(digest, layer, modulus, mask);
        System.arraycopy(mask, 0, masks, i * inputs, inputs);
      }
      kernel.compute(layer, count, masks, images);
      for (int image : images) {
        if (image < 0 || image >= modulus.prime()) {
          throw new IllegalArgumentException(
              "an image of layer " + layer + " is no residue of " + modulus);
        }
      }
      for (int i = 0; i < count; i++) {
        Residues.pack(
            images,
            i * outputs,
            outputs,
            Packing.BYTES.bits(modulus),
            packed[i],
            layout.offset(layer));
      }
    } finally {
      Arrays.fill(mask, 0);
      Arrays.fill(masks, 0);
      Arrays.fill(images, 0);
    }
  }
}
