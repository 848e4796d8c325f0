package io.edgeveil.core.manifest;

import io.edgeveil.core.layer.Layer;
import io.edgeveil.core.layer.LinearLayer;
import io.edgeveil.core.layer.LinearOperation;
import io.edgeveil.core.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * A network as sensor and gateway agree on it.
 *
 * @param format version of this layout: {@value #FORMAT}
 * @param name an id
 * @param version an id
 * @param input name of the input tensor
 * @param inputShape {@code [1, C, H, W]}
 * @param preprocessing how a picture becomes the input tensor
 * @param layers in an order in which they can be computed
 * @param output name of the output tensor
 * @param labels one per output element, or empty
 * @param weights {@code weights.bin}
 * @param constants {@code sensor.bin}
 */
public record Manifest(
    int format,
    String name,
    String version,
    String input,
    Shape inputShape,
    Preprocessing preprocessing,
    List<Layer> layers,
    String output,
    List<String> labels,
    Blob weights,
    Blob constants) {

  /** The layout written and read. */
  public static final int FORMAT = 1;

  /** Copies the lists. */
  public Manifest {
    layers = List.copyOf(layers);
    labels = List.copyOf(labels);
  }

  /** The layers the gateway computes, by their index. */
  public List<LinearLayer> linearLayers() {
    List<LinearLayer> linear = new ArrayList<>();
    for (Layer layer : layers) {
      if (layer.operation() instanceof LinearOperation operation) {
        linear.add(new LinearLayer(layer.name(), operation));
      }
    }
    return List.copyOf(linear);
  }
}
