package io.edgeveil.pads.record;

import io.edgeveil.core.layer.LinearLayer;
import io.edgeveil.core.layer.LinearOperation;
import io.edgeveil.core.manifest.BundleFormatException;
import io.edgeveil.core.manifest.Manifest;
import io.edgeveil.core.modulus.Modulus;
import java.util.ArrayList;
import java.util.List;

/** Where the mask image of each linear layer lies in an open record. */
public final class PadLayout {
  private final List<LinearOperation> layers;
  private final int[] offsets; // one more than layers: the last is the length

  private PadLayout(List<LinearOperation> layers, int[] offsets) {
    this.layers = List.copyOf(layers);
    this.offsets = offsets;
  }

  /**
   * The layout that a model needs.
   *
   * @throws BundleFormatException if its linear layers are not numbered 0, 1, 2 …, there is none,
   *     or a record would be longer than a Java array
   */
  public static PadLayout of(Manifest manifest) throws BundleFormatException {
    List<LinearOperation> layers = new ArrayList<>();
    for (LinearLayer layer : manifest.linearLayers()) {
      if (layer.index() != layers.size()) {
        throw new BundleFormatException(
            "linear layer " + layer.name() + " should have index " + layers.size());
      }
      layers.add(layer.operation());
    }
    if (layers.isEmpty()) {
      throw new BundleFormatException("model " + manifest.name() + " has no linear layer to mask");
    }
    int[] offsets = new int[layers.size() + 1];
    for (int i = 0; i < layers.size(); i++) {
      LinearOperation layer = layers.get(i);
      long width = layer.modulus().bytesPerElement();
      long end = offsets[i] + layer.outputShape().elements() * width;
      if (end > Integer.MAX_VALUE - PadFileFormat.TAG_BYTES) {
        throw new BundleFormatException("the mask images of one inference exceed 2 GiB");
      }
      offsets[i + 1] = (int) end;
    }
    return new PadLayout(layers, offsets);
  }

  /** How many linear layers. */
  public int layers() {
    return layers.size();
  }

  /** A linear layer by its index. */
  public LinearOperation layer(int index) {
    return layers.get(index);
  }

  /** The modulus of a linear layer. */
  public Modulus modulus(int index) {
    return layers.get(index).modulus();
  }

  /** Where the image of a layer starts in an open record. */
  public int offset(int index) {
    return offsets[index];
  }

  /** Length of an open record. */
  public int imageBytes() {
    return offsets[layers.size()];
  }

  /** Length of a sealed record. */
  public int recordBytes() {
    return imageBytes() + PadFileFormat.TAG_BYTES;
  }
}
