package io.edgeveil.linear;

import io.edgeveil.core.layer.LinearOperation;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A layer laid out for ND4J: patches times weights, in float64, a bounded slice at a time. */
final class Nd4jLayer implements PreparedLayer {
  /** Elements of the patches and of the products held at once, 16 MiB each. */
  private static final int SLICE_ELEMENTS = 1 << 21;

  private final LinearOperation layer;
  private final Geometry geometry;
  private final Patches patches;
  private final List<INDArray> weights;
  private final Nd4jWorkspace.Pool workspaces;
  private final int prime;
  private final int slice;

  /**
   * Takes over the weights.
   *
   * @param weights per group {@code [row length, output channels of a group]}, column-major
   * @param range shows that every sum is exact
   */
  Nd4jLayer(
      LinearOperation layer,
      List<INDArray> weights,
      ExactRange range,
      Nd4jWorkspace.Pool workspaces) {
    this.layer = layer;
    this.geometry = Geometry.of(layer);
    this.patches = new Patches(geometry);
    this.weights = List.copyOf(weights);
    this.workspaces = workspaces;
    this.prime = layer.modulus().prime();
    int outputs = geometry.outputChannels() / geometry.groups();
    this.slice = Math.max(1, SLICE_ELEMENTS / Math.max(patches.length(), outputs));
  }

  @Override
  public void multiply(int batch, int[] residues, int[] results) {
    Weights.requireLengths(layer, batch, residues, results);
    Nd4jWorkspace workspace = workspaces.borrow();
    try {
      long positions = (long) batch * geometry.outputPixels();
      for (int group = 0; group < geometry.groups(); group++) {
        for (long from = 0; from < positions; from += slice) {
          int count = (int) Math.min(slice, positions - from);
          multiply(group, from, count, residues, results, workspace);
        }
      }
    } finally {
      workspaces.giveBack(workspace);
    }
  }

  /** Positions count through the tensors of the batch, one after the other. */
  private void multiply(
      int group, long from, int count, int[] residues, int[] results, Nd4jWorkspace workspace) {
    int length = patches.length();
    int outputs = geometry.outputChannels() / geometry.groups();
    double[] gathered = workspace.patches.array(length * count);
    double[] products = workspace.products.array(count * outputs);
    int pixels = geometry.outputPixels();
    for (int done = 0; done < count; ) {
      int tensor = (int) ((from + done) / pixels);
      int position = (int) ((from + done) % pixels);
      int run = Math.min(count - done, pixels - position);
      int at = tensor * layer.input().elements();
      patches.gather(residues, at, group, position, run, prime, gathered, done);
      done += run;
    }
    workspace.patches.copyOut(length * count);
    INDArray x = workspace.patches.matrix(length, count);
    INDArray y = workspace.products.matrix(count, outputs);
    Nd4j.gemm(x, weights.get(group), y, true, false, 1, 0);
    workspace.products.copyIn(count * outputs);
    for (int o = 0; o < outputs; o++) {
      for (int i = 0; i < count; i++) {
        int tensor = (int) ((from + i) / pixels);
        int position = (int) ((from + i) % pixels);
        int channel = tensor * geometry.outputChannels() + group * outputs + o;
        results[channel * pixels + position] = reduce(products[o * count + i]);
      }
    }
  }

  private int reduce(double exact) {
    return Math.floorMod((long) exact, prime);
  }

  @Override
  public String description() {
    return Nd4jKernel.NAME + " float64 product";
  }

  @Override
  public void close() {
    weights.forEach(INDArray::close);
  }
}
