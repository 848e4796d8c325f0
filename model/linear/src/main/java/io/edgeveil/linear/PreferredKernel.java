package io.edgeveil.linear;

import io.edgeveil.core.layer.LinearOperation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * oneDNN, with ND4J for the layers that it refuses; the log names each of them. ND4J is loaded when
 * the first such layer comes.
 */
final class PreferredKernel implements LinearKernel {
  private static final Logger LOG = LoggerFactory.getLogger(PreferredKernel.class);

  private final OneDnnKernel first;
  private Nd4jKernel second;

  PreferredKernel(OneDnnKernel first) {
    this.first = first;
  }

  @Override
  public String name() {
    return first.name();
  }

  @Override
  public String description() {
    return first.description() + "; ND4J for layers it refuses";
  }

  @Override
  public PreparedLayer prepare(LinearOperation layer, byte[] weights) {
    try {
      return first.prepare(layer, weights);
    } catch (LayerRefusedException e) {
      LOG.warn(
          "Linear layer {} is computed by ND4J because oneDNN refuses it: {}",
          layer.index(),
          e.getMessage());
      return second(e).prepare(layer, weights);
    }
  }

  private synchronized Nd4jKernel second(LayerRefusedException refusal) {
    if (second == null) {
      try {
        second = Nd4jKernel.load();
      } catch (KernelUnavailableException e) {
        refusal.addSuppressed(e);
        throw refusal;
      }
    }
    return second;
  }
}
