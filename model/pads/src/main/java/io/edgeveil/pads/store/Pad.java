package io.edgeveil.pads.store;

import io.edgeveil.core.layer.LinearOperation;
import io.edgeveil.core.mask.Masking;
import io.edgeveil.core.wire.Residues;
import io.edgeveil.core.wire.WireFormatException;
import io.edgeveil.pads.key.PadKey;
import io.edgeveil.pads.record.PadLayout;
import java.util.Arrays;

/**
 * The masks and mask images of one inference, taken from a {@link PadStore}.
 *
 * <p><b>Guarantee.</b> Against whoever sees the masked tensors and knows the model: each layer
 * masks one tensor and never a second, so what it gives out is uniform over all residues and says
 * nothing about the tensor. Masks and keys never leave this class. To send a layer again, send the
 * same masked residues again.
 *
 * <p>Not safe for use by several threads.
 */
public final class Pad implements AutoCloseable {
  private final String padFile;
  private final long index;
  private final PadLayout layout;
  private final byte[] modelDigest;
  private final PadKey key;
  private final byte[] images;
  private final boolean[] masked;
  private Runnable firstUse; // null once it has run

  /** Owns key and images from here on. */
  Pad(
      String padFile,
      long index,
      PadLayout layout,
      byte[] modelDigest,
      PadKey key,
      byte[] images,
      Runnable firstUse) {
    this.padFile = padFile;
    this.index = index;
    this.layout = layout;
    this.modelDigest = modelDigest;
    this.key = key;
    this.images = images;
    this.masked = new boolean[layout.layers()];
    this.firstUse = firstUse;
  }

  /** Public id of the pad file it comes from. */
  public String padFile() {
    return padFile;
  }

  /** The inference index: which pad of the file this is. */
  public long index() {
    return index;
  }

  /**
   * {@code x + r mod p}, once per layer.
   *
   * @param layer index of the linear layer
   * @param quantised activations, as many as the layer has inputs, each in (-p, p); read
   * @return residues, owned by the caller
   * @throws IllegalStateException if the layer has masked a tensor before
   */
  public int[] mask(int layer, int[] quantised) {
    LinearOperation operation = layout.layer(layer);
    requireLength(operation.input().elements(), quantised);
    if (masked[layer]) {
      throw new IllegalStateException("layer " + layer + " of pad " + index + " is used");
    }
    masked[layer] = true;
    used();
    int[] residues = new int[quantised.length];
    key.expandMask(modelDigest, layer, layout.modulus(layer), residues);
    Masking.mask(quantised, residues, layout.modulus(layer), residues);
    return residues;
  }

  /**
   * {@code y' - u mod p}, lifted into the layer's range.
   *
   * @param layer index of a linear layer that was masked
   * @param maskedResult residues, as many as the layer has outputs; read
   * @return the exact integers, owned by the caller
   */
  public int[] unmask(int layer, int[] maskedResult) {
    LinearOperation operation = layout.layer(layer);
    requireLength(operation.outputShape().elements(), maskedResult);
    if (!masked[layer]) {
      throw new IllegalStateException("layer " + layer + " of pad " + index + " masked nothing");
    }
    int[] image = new int[maskedResult.length];
    try {
      Residues.unpack(images, layout.offset(layer), image.length, layout.modulus(layer), image, 0);
    } catch (WireFormatException e) {
      throw new AssertionError("a record that opens holds residues", e);
    }
    Masking.unmask(
        maskedResult, image, layout.modulus(layer), operation.quantisation().lowest(), image);
    return image; // overwritten with the result
  }

  private static void requireLength(int wanted, int[] tensor) {
    if (tensor.length != wanted) {
      throw new IllegalArgumentException(
          "the layer wants " + wanted + " elements, got " + tensor.length);
    }
  }

  private void used() {
    if (firstUse != null) {
      Runnable told = firstUse;
      firstUse = null;
      told.run();
    }
  }

  /** Overwrites the keys and images. */
  @Override
  public void close() {
    Arrays.fill(masked, true);
    Arrays.fill(images, (byte) 0);
    key.close();
    used();
  }
}
