package io.edgeveil.pads.store;

import io.edgeveil.core.layer.LinearOperation;
import io.edgeveil.core.mask.Masking;
import io.edgeveil.core.modulus.Modulus;
import io.edgeveil.core.wire.Packing;
import io.edgeveil.core.wire.Residues;
import io.edgeveil.core.wire.WireFormatException;
import io.edgeveil.pads.key.PadKey;
import io.edgeveil.pads.record.PadLayout;
import java.util.Arrays;
import java.util.function.Consumer;

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
  private static final int PART = 2048;

  private final String padFile;
  private final long index;
  private final PadLayout layout;
  private final byte[] modelDigest;
  private final PadKey key;
  private final boolean[] masked;
  private final Consumer<byte[]> giveBack;
  private byte[] images; // from index 0 on; null once closed
  private Runnable firstUse; // null once it has run

  /**
   * Owns key and images from here on.
   *
   * @param images an array that begins with the images
   * @param giveBack gets that array, overwritten, when the pad is closed
   */
  Pad(
      String padFile,
      long index,
      PadLayout layout,
      byte[] modelDigest,
      PadKey key,
      byte[] images,
      Consumer<byte[]> giveBack,
      Runnable firstUse) {
    this.padFile = padFile;
    this.index = index;
    this.layout = layout;
    this.modelDigest = modelDigest;
    this.key = key;
    this.images = images;
    this.giveBack = giveBack;
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
    int[] residues = new int[quantised.length];
    mask(layer, quantised, residues);
    return residues;
  }

  /**
   * The same into an array.
   *
   * @param residues as long as {@code quantised} and another array; overwritten
   */
  public void mask(int layer, int[] quantised, int[] residues) {
    LinearOperation operation = layout.layer(layer);
    requireLength(operation.input().elements(), quantised);
    requireLength(quantised.length, residues);
    if (masked[layer]) {
      throw new IllegalStateException("layer " + layer + " of pad " + index + " is used");
    }
    masked[layer] = true;
    used();
    key.expandMask(modelDigest, layer, layout.modulus(layer), residues);
    Masking.mask(quantised, residues, layout.modulus(layer), residues);
  }

  /**
   * {@code y' - u mod p}, lifted into the layer's range.
   *
   * @param layer index of a linear layer that was masked
   * @param maskedResult residues, as many as the layer has outputs; read
   * @return the exact integers, owned by the caller
   */
  public int[] unmask(int layer, int[] maskedResult) {
    int[] result = new int[maskedResult.length];
    unmask(layer, maskedResult, result);
    return result;
  }

  /**
   * The same into an array.
   *
   * @param result as long as {@code maskedResult}, or the same array; overwritten
   */
  public void unmask(int layer, int[] maskedResult, int[] result) {
    LinearOperation operation = layout.layer(layer);
    requireLength(operation.outputShape().elements(), maskedResult);
    requireLength(maskedResult.length, result);
    if (!masked[layer] || images == null) {
      throw new IllegalStateException("layer " + layer + " of pad " + index + " masked nothing");
    }
    Modulus modulus = layout.modulus(layer);
    int[] part = new int[Math.min(PART, result.length)]; // unpacked, it stays in the cache
    try {
      for (int from = 0; from < result.length; from += PART) {
        int count = Math.min(PART, result.length - from);
        int at = layout.offset(layer) + from * modulus.bytesPerElement();
        Residues.unpack(images, at, count, Packing.BYTES.bits(modulus), modulus, part, 0);
        Masking.unmask(
            maskedResult, from, part, count, modulus, operation.quantisation().lowest(), result);
      }
    } catch (WireFormatException e) {
      throw new AssertionError("a record that opens holds residues", e);
    } finally {
      Arrays.fill(part, 0);
    }
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
    key.close();
    if (images != null) {
      byte[] spent = images;
      images = null;
      Arrays.fill(spent, (byte) 0);
      giveBack.accept(spent);
    }
    used();
  }
}
