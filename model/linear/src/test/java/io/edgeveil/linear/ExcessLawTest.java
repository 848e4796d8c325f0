package io.edgeveil.linear;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgeveil.core.layer.LinearOperation;
import io.edgeveil.core.layer.Window;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Levelled weights are safe in pairs, and nothing is lost by levelling. */
class ExcessLawTest {

  @Property(tries = 200)
  void mainIsSafeAndExcessMakesUpForIt(
      @ForAll @IntRange(min = 16, max = Excess.MOST_BITS) int k,
      @ForAll @IntRange(min = 1, max = 7) int channels,
      @ForAll @IntRange(min = 1, max = 3) int groups,
      @ForAll @IntRange(min = 1, max = 3) int stride,
      @ForAll @IntRange(min = 1, max = 2) int dilation,
      @ForAll @IntRange(min = 0, max = 4) int padding,
      @ForAll long seed) {
    Window window = new Window(3, 2, stride, stride, dilation, dilation, padding, 0, 1, padding);
    LinearOperation layer =
        Layers.convolution(k, channels * groups, 7, 6, 2 * groups, groups, window);
    Random random = new Random(seed);
    byte[] weights = Layers.weights(layer, random);
    PairSafeWeights safe = PairSafeWeights.of(Geometry.of(layer), weights);

    for (int row = 0; row < 2 * groups; row++) {
      for (int i = 0; i + 6 < channels * 6; i++) {
        int a = safe.main()[row * channels * 6 + i];
        int b = safe.main()[row * channels * 6 + i + 6];
        if (i / 6 % 2 == 0 && a * b > 0) {
          assertThat(Math.abs(a + b)).isLessThanOrEqualTo(128);
        }
      }
    }

    int prime = layer.modulus().prime();
    for (int[] residues :
        new int[][] {
          Layers.residues(layer, 1, random), Layers.constantResidues(layer, 1, prime - 1)
        }) {
      int[] results = Layers.expected(layer, safe.main(), 1, residues);
      Excess first = excess(layer, weights, safe.main(), 0, groups);
      Excess second = excess(layer, weights, safe.main(), groups, groups);
      assertThat(first.count() + second.count()).isEqualTo(safe.levelled());
      ExcessRoom room = new ExcessRoom();
      first.add(residues, 0, results, 0, room);
      second.add(residues, 0, results, 0, room);
      assertThat(results).isEqualTo(Layers.expected(layer, weights, 1, residues));
    }
  }

  private static Excess excess(
      LinearOperation layer, byte[] all, byte[] main, int firstOutput, int outputs) {
    return Excess.between(Geometry.of(layer), layer.modulus(), all, main, firstOutput, outputs);
  }
}
