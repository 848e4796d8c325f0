package io.edgeveil.linear;

import io.edgeveil.core.layer.LinearOperation;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.common.config.ND4JSystemProperties;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * ND4J's float64 matrix product over centred residues: slower than {@link OneDnnKernel}, at home on
 * every machine ND4J runs on.
 *
 * <p>Exact range: {@code (p - 1)/2} times the greatest L1 norm of a row is at most 2^53.
 */
public final class Nd4jKernel implements LinearKernel {
  static final String NAME = "nd4j";

  private final Nd4jWorkspace.Pool workspaces = new Nd4jWorkspace.Pool();
  private final String description;

  private Nd4jKernel(String description) {
    this.description = description;
  }

  /**
   * Loads ND4J's CPU backend.
   *
   * @throws KernelUnavailableException if it cannot be loaded on this machine
   */
  public static Nd4jKernel load() throws KernelUnavailableException {
    // ND4J otherwise logs a page about the machine.
    System.setProperty(ND4JSystemProperties.LOG_INITIALIZATION, "false");
    try {
      return new Nd4jKernel("ND4J float64 on " + Nd4j.getBackend().getClass().getSimpleName());
    } catch (LinkageError | RuntimeException e) {
      throw new KernelUnavailableException("ND4J cannot be loaded: " + e, e);
    }
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public PreparedLayer prepare(LinearOperation layer, byte[] weights) {
    Weights.requireFit(layer, weights);
    ExactRange range = ExactRange.ofCentredDoubles(layer, weights);
    Geometry geometry = Geometry.of(layer);
    int columns = geometry.outputChannels() / geometry.groups();
    int length = geometry.rowLength();
    List<INDArray> matrices = new ArrayList<>();
    for (int group = 0; group < geometry.groups(); group++) {
      double[] values = new double[columns * length];
      for (int i = 0; i < values.length; i++) {
        values[i] = weights[group * values.length + i];
      }
      matrices.add(
          Nd4j.create(
              values, new long[] {length, columns}, new long[] {1, length}, 'f', DataType.DOUBLE));
    }
    return new Nd4jLayer(layer, matrices, range, workspaces);
  }
}
