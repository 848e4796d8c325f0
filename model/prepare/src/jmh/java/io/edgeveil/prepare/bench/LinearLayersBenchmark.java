package io.edgeveil.prepare.bench;

import io.edgeveil.core.layer.LinearLayer;
import io.edgeveil.core.layer.LinearOperation;
import io.edgeveil.core.manifest.ModelBundle;
import io.edgeveil.linear.Kernels;
import io.edgeveil.prepare.kernel.BundleLayers;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** All linear layers of AlexNet, from masked residues in to masked residues out, batch 1. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class LinearLayersBenchmark {
  /** Name of the kernel. */
  @Param({"onednn", "nd4j", "reference"})
  public String kernel;

  /** Where {@link AlexNetFiles} are. */
  @Param("")
  public String folder;

  private BundleLayers layers;
  private int[][] residues;
  private int[][] results;

  /** Prepares the layers and draws residues. */
  @Setup
  public void prepare() throws Exception {
    ModelBundle bundle = ModelBundle.open(AlexNetFiles.bundle(Path.of(folder)));
    layers = BundleLayers.prepare(bundle, Kernels.choose(kernel));
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

  /** One inference's worth of layers. */
  @Benchmark
  public int[][] multiply() {
    for (int i = 0; i < residues.length; i++) {
      layers.multiply(i, 1, residues[i], results[i]);
    }
    return results;
  }

  /** Frees the layers. */
  @TearDown
  public void close() {
    layers.close();
  }
}
