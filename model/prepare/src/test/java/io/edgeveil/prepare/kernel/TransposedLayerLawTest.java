package io.edgeveil.prepare.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.edgeveil.core.layer.Constant;
import io.edgeveil.core.layer.Convolution;
import io.edgeveil.core.layer.Dense;
import io.edgeveil.core.layer.LinearOperation;
import io.edgeveil.core.layer.Quantisation;
import io.edgeveil.core.layer.Window;
import io.edgeveil.core.tensor.Shape;
import io.edgeveil.linear.PreparedLayer;
import io.edgeveil.linear.ReferenceKernel;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** {@code <s, W·x> = <Wᵀ·s, x>} modulo p, whatever layer, weights, s and x. */
class TransposedLayerLawTest {

  private static Quantisation numbers(int k) {
    return new Quantisation(0, 1f, 8, false, k, 0, 0, 0, 0, new Constant(0, 1), new Constant(0, 1));
  }

  @Property(tries = 600)
  void ofConvolutions(
      @ForAll @IntRange(min = 16, max = 31) int k,
      @ForAll @IntRange(min = 1, max = 3) int groups,
      @ForAll @IntRange(min = 1, max = 3) int channelsPerGroup,
      @ForAll @IntRange(min = 1, max = 3) int outputsPerGroup,
      @ForAll long seed) {
    Random random = new Random(seed);
    int height = 1 + random.nextInt(9);
    int width = 1 + random.nextInt(9);
    Window window = window(random, height, width);
    requireLaw(
        new Convolution(
            Shape.of(1, groups * channelsPerGroup, height, width),
            groups * outputsPerGroup,
            window,
            groups,
            numbers(k)),
        random);
  }

  /** Any window that fits, uneven in everything. */
  private static Window window(Random random, int height, int width) {
    while (true) {
      Window window =
          new Window(
              1 + random.nextInt(4),
              1 + random.nextInt(4),
              1 + random.nextInt(4),
              1 + random.nextInt(4),
              1 + random.nextInt(3),
              1 + random.nextInt(3),
              random.nextInt(4),
              random.nextInt(4),
              random.nextInt(4),
              random.nextInt(4));
      int high = (window.kernelHeight() - 1) * window.dilationHeight() + 1;
      int wide = (window.kernelWidth() - 1) * window.dilationWidth() + 1;
      if (high <= height + window.top() + window.bottom()
          && wide <= width + window.left() + window.right()) {
        return window;
      }
    }
  }

  @Property(tries = 200)
  void ofDenseLayers(
      @ForAll @IntRange(min = 16, max = 31) int k,
      @ForAll @IntRange(min = 1, max = 60) int inputs,
      @ForAll @IntRange(min = 1, max = 60) int outputs,
      @ForAll long seed) {
    requireLaw(new Dense(Shape.of(1, inputs), outputs, numbers(k)), new Random(seed));
  }

  @Test
  void ofTheGreatestWeightsAndResidues() {
    Dense dense = new Dense(Shape.of(1, 3), 5000, numbers(31));
    byte[] weights = new byte[dense.weightCount()];
    Arrays.fill(weights, (byte) -127);
    int greatest = dense.modulus().prime() - 1;
    int[] s = new int[5000];
    Arrays.fill(s, greatest);
    int[] t = new int[3];
    TransposedLayer.of(dense, weights).multiply(s, t);
    // s is -1 everywhere, so each element is 5000 * 127.
    assertThat(t).containsOnly(5000 * 127);
  }

  @Test
  void refusesWhatDoesNotFit() {
    Dense dense = new Dense(Shape.of(1, 3), 2, numbers(16));
    assertThatIllegalArgumentException().isThrownBy(() -> TransposedLayer.of(dense, new byte[5]));
    TransposedLayer layer = TransposedLayer.of(dense, new byte[6]);
    assertThatIllegalArgumentException().isThrownBy(() -> layer.multiply(new int[3], new int[3]));
    assertThatIllegalArgumentException().isThrownBy(() -> layer.multiply(new int[2], new int[2]));
    Dense tall = new Dense(Shape.of(1, 1), (1 << 25) + 1, numbers(16));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TransposedLayer.of(tall, new byte[tall.weightCount()]))
        .withMessageContaining("at most 33554432 are exact");
  }

  private static void requireLaw(LinearOperation layer, Random random) {
    byte[] weights = new byte[layer.weightCount()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (byte) (random.nextInt(255) - 127);
    }
    int prime = layer.modulus().prime();
    int[] x = random.ints(layer.input().elements(), 0, prime).toArray();
    int[] s = random.ints(layer.outputShape().elements(), 0, prime).toArray();
    int[] y = new int[s.length];
    int[] t = new int[x.length];
    Arrays.fill(t, -1);
    try (PreparedLayer reference = new ReferenceKernel().prepare(layer, weights)) {
      reference.multiply(1, x, y);
    }
    TransposedLayer.of(layer, weights).multiply(s, t);
    assertThat(Arrays.stream(t)).allMatch(element -> element >= 0 && element < prime);
    assertThat(product(s, y, prime)).isEqualTo(product(t, x, prime));
  }

  private static long product(int[] a, int[] b, long prime) {
    long sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum = (sum + (long) a[i] * b[i]) % prime;
    }
    return sum;
  }
}
