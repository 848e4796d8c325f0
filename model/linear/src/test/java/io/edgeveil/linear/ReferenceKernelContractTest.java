package io.edgeveil.linear;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.edgeveil.core.layer.LinearOperation;
import org.junit.jupiter.api.Test;

/** The contract, kept by the definition itself. */
class ReferenceKernelContractTest extends KernelContractTest {
  @Override
  LinearKernel load() {
    return new ReferenceKernel();
  }

  /** (2^31 - 2) * 4,294,967,300 is the last multiple below 2^63. */
  @Test
  void boundIsReachedExactlyAndOnePastIsRefused() {
    LinearOperation layer = Layers.dense(31, 33_818_641, 1);
    byte[] weights = Layers.constant(layer, 127);
    weights[0] = 20; // 33,818,640 * 127 + 20
    int prime = layer.modulus().prime();
    check(layer, weights, 1, Layers.constantResidues(layer, 1, prime - 1));
    weights[0] = 21;
    assertThatThrownBy(() -> kernel().prepare(layer, weights))
        .isInstanceOf(LayerRefusedException.class)
        .hasMessageContaining("4294967301");
  }
}
