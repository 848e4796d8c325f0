package io.edgeveil.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.edgeveil.core.layer.LinearOperation;
import io.edgeveil.core.layer.Window;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** That oneDNN's fast routines really run, with limbs that are exact on this processor. */
class OneDnnKernelTest {
  private OneDnnKernel kernel;

  @BeforeEach
  void loadOrSkip() {
    try {
      kernel = OneDnnKernel.load();
    } catch (KernelUnavailableException e) {
      Skipped.because("oneDNN does not run here", e);
    }
  }

  @Test
  void generatedCodeRunsRatherThanOracle() {
    for (LinearOperation layer :
        List.of(
            Layers.dense(24, 256, 128),
            Layers.convolution(24, 3, 32, 32, 16, 1, Window.square(3, 1, 1)),
            Layers.convolution(24, 64, 14, 14, 64, 1, Window.square(1, 1, 0)),
            Layers.convolution(24, 32, 14, 14, 32, 32, Window.square(3, 1, 1)),
            Layers.convolution(24, 6, 9, 9, 6, 2, Window.square(3, 1, 1)))) {
      try (PreparedLayer prepared = kernel.prepare(layer, Layers.weights(layer, new Random(1)))) {
        assertThat(prepared.description())
            .startsWith("onednn ")
            .containsPattern("jit|brg|brdgmm|gemm")
            .doesNotContain("ref");
      }
    }
  }

  /**
   * All weights 127 and 8-bit limbs: on a processor without VNNI the products saturate. Whatever
   * this one does, the proof must say what really happens.
   */
  @Test
  void proofTellsWhetherBytesSaturate() {
    LinearOperation layer = Layers.dense(24, 64, 32);
    Geometry geometry = Geometry.of(layer);
    byte[] weights = Layers.constant(layer, 127);
    LimbWidth bytes = LimbWidth.of(24, 8);
    OneDnn oneDnn = OneDnn.load();
    OneDnnWorkspace.Pool pool = new OneDnnWorkspace.Pool(oneDnn);
    OneDnnWorkspace workspace = pool.borrow();
    try (OneDnn.Product product = oneDnn.product(geometry, 1, null);
        OneDnn.Packed packed = product.pack(weights, workspace.stream)) {
      boolean proved = LimbProof.holds(product, geometry, bytes, weights, workspace);
      byte[] limbs = new byte[64];
      Arrays.fill(limbs, (byte) 255);
      var source = workspace.source.atLeast(64);
      var destination = workspace.destination.atLeast(product.destinationBytes());
      source.put(limbs, 0, limbs.length);
      product.multiply(
          packed,
          source,
          destination,
          workspace.scratch.atLeast(product.scratchBytes()),
          workspace.stream);
      int[] results = new int[32];
      workspace.destination.getInts(0, results, 32);
      boolean exact = Arrays.stream(results).allMatch(y -> y == 64 * 127 * 255);
      assertThat(proved).isEqualTo(exact);
      try (PreparedLayer prepared = kernel.prepare(layer, weights)) {
        int[] residues = Layers.constantResidues(layer, 1, (1 << 24) - 4);
        assertThat(Layers.multiply(prepared, layer, 1, residues))
            .as(prepared.description())
            .isEqualTo(Layers.expected(layer, weights, 1, residues));
      }
    }
  }

  /** Small weights but for a few large pairs: 8-bit limbs everywhere, exact everywhere. */
  @Test
  void fewLargePairsDoNotCostAnotherLimb() {
    for (LinearOperation layer :
        List.of(
            Layers.dense(24, 512, 64),
            Layers.convolution(22, 3, 31, 29, 64, 1, Window.square(11, 4, 2)),
            Layers.convolution(24, 32, 13, 13, 64, 1, Window.square(3, 1, 1)))) {
      Random random = new Random(6);
      byte[] weights = new byte[layer.weightCount()];
      for (int i = 0; i < weights.length; i++) {
        weights[i] = (byte) (random.nextInt(101) - 50);
      }
      int taps = Geometry.of(layer).taps();
      weights[0] = 127;
      weights[taps] = 126;
      weights[weights.length - 1] = -127;
      weights[weights.length - 1 - taps] = -127;
      try (PreparedLayer prepared = kernel.prepare(layer, weights)) {
        assertThat(prepared.description()).contains("3 limbs of 8 bits");
        int prime = layer.modulus().prime();
        for (int[] residues :
            List.of(
                Layers.constantResidues(layer, 2, prime - 1), Layers.residues(layer, 2, random))) {
          assertThat(Layers.multiply(prepared, layer, 2, residues))
              .as(prepared.description())
              .isEqualTo(Layers.expected(layer, weights, 2, residues));
        }
      }
    }
  }

  @Test
  void rowsBeyondTheRangeAreCutIntoParts() {
    // k = 21: three limbs of 7 bits everywhere, so that a part holds 2^24 / 127 = 132,104.
    LinearOperation layer = Layers.dense(21, 1041, 16);
    byte[] weights = Layers.constant(layer, 127);
    for (int row = 0; row < 16; row++) {
      weights[row * 1041] = 24; // 1,040 * 127 + 24 = 132,104
    }
    int[] residues = Layers.constantResidues(layer, 1, layer.modulus().prime() - 1);
    int[] random = Layers.residues(layer, 1, new Random(5));
    for (int extra = 0; extra < 2; extra++) {
      weights[0] = (byte) (24 + extra);
      try (PreparedLayer prepared = kernel.prepare(layer, weights)) {
        assertThat(prepared.description().contains("2 parts")).isEqualTo(extra == 1);
        for (int[] x : List.of(residues, random)) {
          assertThat(Layers.multiply(prepared, layer, 1, x))
              .isEqualTo(Layers.expected(layer, weights, 1, x));
        }
      }
    }
  }

  @Test
  void oneChannelBeyondTheRangeIsRefusedWithTheFigures() {
    LinearOperation layer = Layers.convolution(21, 1, 33, 33, 8, 1, Window.square(33, 1, 0));
    byte[] weights = new byte[layer.weightCount()];
    Arrays.fill(weights, 0, 1040, (byte) 127);
    weights[1040] = 24;
    int[] residues = Layers.constantResidues(layer, 1, layer.modulus().prime() - 1);
    try (PreparedLayer prepared = kernel.prepare(layer, weights)) {
      assertThat(Layers.multiply(prepared, layer, 1, residues))
          .isEqualTo(Layers.expected(layer, weights, 1, residues));
    }
    weights[1040] = 25;
    assertThatThrownBy(() -> kernel.prepare(layer, weights))
        .isInstanceOf(LayerRefusedException.class)
        .hasMessageContaining("132105")
        .hasMessageContaining("16777216");
  }
}
