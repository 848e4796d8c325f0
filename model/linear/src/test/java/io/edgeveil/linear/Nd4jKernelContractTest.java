package io.edgeveil.linear;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.edgeveil.core.layer.LinearOperation;
import org.junit.jupiter.api.Test;

/** The contract, kept by ND4J. */
class Nd4jKernelContractTest extends KernelContractTest {
  @Override
  LinearKernel load() throws KernelUnavailableException {
    return Nd4jKernel.load();
  }

  /** The greatest sum of {@link ExactRangeTest}, reached with residues of (p - 1)/2. */
  @Test
  void boundIsReachedExactlyAndOnePastIsRefused() {
    LinearOperation layer = Layers.dense(31, 66_053, 2);
    byte[] weights = Layers.constant(layer, 127);
    weights[0] = 4;
    weights[66_053] = 3;
    int prime = layer.modulus().prime();
    check(layer, weights, 1, Layers.constantResidues(layer, 1, (prime - 1) / 2));
    check(layer, weights, 1, Layers.constantResidues(layer, 1, (prime + 1) / 2));
    weights[0] = 5;
    assertThatThrownBy(() -> kernel().prepare(layer, weights))
        .isInstanceOf(LayerRefusedException.class)
        .hasMessageContaining("8388609");
  }
}
