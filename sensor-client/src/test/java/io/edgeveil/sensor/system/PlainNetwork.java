package io.edgeveil.sensor.system;

import io.edgeveil.core.layer.LinearOperation;
import io.edgeveil.core.layer.Quantisation;
import io.edgeveil.core.manifest.ModelBundle;
import io.edgeveil.core.network.Network;
import io.edgeveil.core.tensor.Tensor;
import io.edgeveil.linear.PreparedLayer;
import io.edgeveil.linear.ReferenceKernel;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The quantised network without masks and without a gateway, computed by the oracle. */
final class PlainNetwork {
  private final Network network;
  private final List<PreparedLayer> layers = new ArrayList<>();

  PlainNetwork(Path model) throws Exception {
    ModelBundle bundle = ModelBundle.open(model);
    network = Network.of(bundle.manifest(), bundle.constants());
    ByteBuffer weights = bundle.weights();
    for (var layer : bundle.manifest().linearLayers()) {
      LinearOperation operation = layer.operation();
      layers.add(
          new ReferenceKernel().prepare(operation, ModelBundle.weightsOf(operation, weights)));
    }
  }

  /**
   * Runs it.
   *
   * @param results gets the integers of every linear layer
   */
  Tensor run(Tensor input, List<int[]> results) {
    return run(input, new ArrayList<>(), results);
  }

  /**
   * Runs it.
   *
   * @param inputs gets the quantised activations that go into every linear layer
   * @param results gets the integers of every linear layer
   */
  Tensor run(Tensor input, List<int[]> inputs, List<int[]> results) {
    return network.run(
        input,
        (layer, x) -> {
          inputs.add(x.clone());
          Quantisation numbers = layer.operation().quantisation();
          int[] residues = new int[x.length];
          for (int i = 0; i < x.length; i++) {
            residues[i] = numbers.modulus().ofSigned(x[i]);
          }
          int[] y = multiply(layer.operation(), residues);
          for (int i = 0; i < y.length; i++) {
            y[i] = (int) numbers.modulus().lift(y[i], numbers.lowest());
          }
          results.add(y.clone());
          return y;
        });
  }

  /** {@code W·residues mod p}. */
  int[] multiply(LinearOperation operation, int[] residues) {
    int[] y = new int[operation.outputShape().elements()];
    layers.get(operation.index()).multiply(1, residues, y);
    return y;
  }
}
