package io.edgeveil.bench;

import io.edgeveil.core.layer.LinearLayer;
import io.edgeveil.core.layer.LinearOperation;
import io.edgeveil.core.manifest.ModelBundle;
import io.edgeveil.linear.Kernels;
import io.edgeveil.prepare.kernel.BundleLayers;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * What the gateway computes: all linear layers of AlexNet, batch 1, one thread, from masked
 * residues in to masked residues out.
 */
final class KernelSection implements Section {
  private static final int TURNS = 12;
  private static final int BLOCK = 8;

  private BundleLayers layers;
  private int[][] residues;
  private int[][] results;

  @Override
  public String name() {
    return "kernels";
  }

  @Override
  public void run(Workshop workshop, Results all) throws Exception {
    for (String network : List.of(Workshop.ALEXNET, Workshop.UNIFORM)) {
      ModelBundle bundle = workshop.bundle(network);
      Samples millis = new Samples();
      try (OnnxAlone alone =
          new OnnxAlone(workshop.onnx(network), bundle.manifest().inputShape())) {
        layers = BundleLayers.prepare(bundle, Kernels.choose("onednn"));
        draw(bundle);
        for (int turn = -1; turn < TURNS; turn++) { // one to warm up
          alone.block(turn < 0 ? 2 : BLOCK);
          for (int i = -2; i < BLOCK; i++) {
            long startedNanos = System.nanoTime();
            multiply();
            if (turn >= 0 && i >= 0) {
              millis.add((System.nanoTime() - startedNanos) / 1e6);
            }
          }
        }
        layers.close();
        String bits =
            bundle.manifest().linearLayers().stream()
                .map(LinearLayer::operation)
                .map(operation -> String.valueOf(operation.quantisation().modulusBits()))
                .collect(Collectors.joining(" "));
        Workshop.say("%s: bits of the moduli %s", network, bits);
        double median = millis.median();
        double unit = alone.millis().median();
        all.add(
            Measurement.of(
                "kernels/" + network + "/onnxruntime", "ms", unit, alone.millis().count()));
        all.add(
            Measurement.of("kernels/" + network + "/linear-layers", "ms", median, millis.count())
                .ratio(median / unit, OnnxAlone.NAME)
                .aim("0.55 (0.40)"));
        double best = millis.quantile(0);
        all.add(
            Measurement.of(
                    "kernels/" + network + "/linear-layers/least", "ms", best, millis.count())
                .ratio(best / alone.millis().quantile(0), OnnxAlone.NAME + ", least"));
      }
    }
  }

  private void draw(ModelBundle bundle) {
    List<LinearLayer> linear = bundle.manifest().linearLayers();
    residues = new int[linear.size()][];
    results = new int[linear.size()][];
    Random random = new Random(1);
    for (int i = 0; i < linear.size(); i++) {
      LinearOperation layer = linear.get(i).operation();
      int prime = layer.modulus().prime();
      residues[i] = random.ints(layer.input().elements(), 0, prime).toArray();
      results[i] = new int[layer.outputShape().elements()];
    }
  }

  private void multiply() {
    for (int i = 0; i < residues.length; i++) {
      layers.multiply(i, 1, residues[i], results[i]);
    }
  }
}
