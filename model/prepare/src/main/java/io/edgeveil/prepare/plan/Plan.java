package io.edgeveil.prepare.plan;

import io.edgeveil.core.layer.Layer;
import io.edgeveil.core.layer.LinearLayer;
import io.edgeveil.core.layer.LinearOperation;
import io.edgeveil.core.layer.Operation;
import io.edgeveil.core.layer.Window;
import io.edgeveil.core.manifest.BundleFormatException;
import io.edgeveil.core.manifest.Manifest;
import io.edgeveil.core.manifest.ModelBundle;
import io.edgeveil.core.network.Network;
import io.edgeveil.core.network.NetworkException;
import io.edgeveil.core.tensor.Shape;
import io.edgeveil.core.wire.Packing;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/**
 * The plan of one inference.
 *
 * @param model name
 * @param version of the model
 * @param digest of the model
 * @param input shape
 * @param layers in order
 * @param gatewayOperations multiply-adds of the linear layers
 * @param sensorOperations elementary steps of all others
 * @param offloadedPercent share of the gateway's in all operations
 * @param roundTrips to the gateway
 * @param upBytes to the gateway, chunk headers not counted
 * @param downBytes from the gateway, likewise
 * @param packedUpBytes to the gateway when residues are packed as bits, likewise
 * @param packedDownBytes from the gateway, likewise
 * @param padBytes mask images of one pad, as they are stored
 * @param sensorTensorBytes most memory that tensors take at one moment on the sensor
 * @param sensorConstantBytes of {@code sensor.bin}
 * @param gatewayWeightBytes of {@code weights.bin}
 */
public record Plan(
    String model,
    String version,
    String digest,
    Shape input,
    List<PlannedLayer> layers,
    long gatewayOperations,
    long sensorOperations,
    double offloadedPercent,
    int roundTrips,
    long upBytes,
    long downBytes,
    long packedUpBytes,
    long packedDownBytes,
    long padBytes,
    long sensorTensorBytes,
    long sensorConstantBytes,
    long gatewayWeightBytes) {

  /** Counts. */
  public static Plan of(ModelBundle bundle)
      throws IOException, BundleFormatException, NetworkException {
    Manifest manifest = bundle.manifest();
    Network network = Network.of(manifest, bundle.constants());
    Map<String, Shape> shapes = new HashMap<>(Map.of(manifest.input(), manifest.inputShape()));
    List<PlannedLayer> layers = new ArrayList<>();
    for (Layer layer : manifest.layers()) {
      layers.add(PlannedLayer.of(layer, operations(layer, shapes.get(layer.inputs().get(0)))));
      shapes.put(layer.output(), layer.shape());
    }
    long gateway = 0;
    long sensor = 0;
    long up = 0;
    long down = 0;
    for (PlannedLayer layer : layers) {
      boolean linear = layer.k() != null;
      gateway += linear ? layer.operations() : 0;
      sensor += linear ? 0 : layer.operations();
      up += linear ? layer.upBytes() : 0;
      down += linear ? layer.downBytes() : 0;
    }
    return new Plan(
        manifest.name(),
        manifest.version(),
        bundle.digest(),
        manifest.inputShape(),
        layers,
        gateway,
        sensor,
        100.0 * gateway / Math.max(1, gateway + sensor),
        manifest.linearLayers().size(),
        up,
        down,
        packed(manifest, LinearLayer::inputElements),
        packed(manifest, LinearLayer::outputElements),
        down, // a mask image is packed as the result it is taken off
        network.peakTensorBytes(),
        manifest.constants().bytes(),
        manifest.weights().bytes());
  }

  private static long packed(Manifest manifest, ToIntFunction<LinearLayer> elements) {
    long bytes = 0;
    for (LinearLayer layer : manifest.linearLayers()) {
      bytes += Packing.BITS.payloadBytes(layer.modulus(), elements.applyAsInt(layer));
    }
    return bytes;
  }

  /** Multiply-adds, or one step for each element looked at. */
  private static long operations(Layer layer, Shape input) {
    Operation operation = layer.operation();
    long outputs = layer.shape().elements();
    if (operation instanceof LinearOperation linear) {
      return linear.multiplyAdds();
    } else if (operation instanceof Operation.MaxPool pool) {
      return outputs * area(pool.window());
    } else if (operation instanceof Operation.AveragePool pool) {
      return outputs * area(pool.window());
    } else if (operation instanceof Operation.GlobalAveragePool) {
      return input.elements();
    } else if (operation instanceof Operation.Lrn lrn) {
      return outputs * (lrn.size() + 2L);
    } else if (operation instanceof Operation.Softmax) {
      return outputs * 3;
    } else if (operation instanceof Operation.Reshape) {
      return 0;
    }
    return outputs;
  }

  private static long area(Window window) {
    return (long) window.kernelHeight() * window.kernelWidth();
  }
}
