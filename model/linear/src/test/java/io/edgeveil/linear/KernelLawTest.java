package io.edgeveil.linear;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgeveil.core.layer.LinearOperation;
import io.edgeveil.core.layer.Window;
import io.edgeveil.core.modulus.Modulus;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.opentest4j.TestAbortedException;

/** Laws over random layers; the fast kernels against the reference and each other. */
class KernelLawTest {
  private static List<LinearKernel> kernels;

  @BeforeContainer
  static void load() {
    try {
      kernels = List.of(OneDnnKernel.load(), Nd4jKernel.load(), new ReferenceKernel());
    } catch (KernelUnavailableException e) {
      throw new TestAbortedException("Not all kernels run here: " + e.getMessage(), e);
    }
  }

  @Provide
  Arbitrary<LinearOperation> layers() {
    Arbitrary<Integer> moduli = Arbitraries.integers().between(16, 31);
    Arbitrary<LinearOperation> dense =
        Combinators.combine(
                moduli,
                Arbitraries.integers().between(1, 80),
                Arbitraries.integers().between(1, 40))
            .as(Layers::dense);
    Arbitrary<int[]> sizes = Arbitraries.integers().between(0, 4).array(int[].class).ofSize(12);
    Arbitrary<LinearOperation> convolutions =
        Combinators.combine(
                moduli,
                Arbitraries.integers().between(1, 9),
                Arbitraries.integers().between(1, 9),
                Arbitraries.of(1, 1, 1, 2, 3),
                sizes)
            .as(KernelLawTest::convolution);
    return Arbitraries.oneOf(dense, convolutions);
  }

  private static LinearOperation convolution(int k, int in, int out, int groups, int[] sizes) {
    Window window =
        new Window(
            1 + sizes[0],
            1 + sizes[1],
            1 + sizes[2] % 3,
            1 + sizes[3] % 3,
            1 + sizes[4] % 3,
            1 + sizes[5] % 3,
            sizes[6],
            sizes[7],
            sizes[8],
            sizes[9]);
    int height = (window.kernelHeight() - 1) * window.dilationHeight() + 1 + sizes[10];
    int width = (window.kernelWidth() - 1) * window.dilationWidth() + 1 + sizes[11];
    return Layers.convolution(k, in * groups, height, width, out * groups, groups, window);
  }

  @Property(tries = 150)
  void allKernelsAgree(@ForAll("layers") LinearOperation layer, @ForAll long seed) {
    Random random = new Random(seed);
    byte[] weights = Layers.weights(layer, random);
    int batch = 1 + random.nextInt(3);
    int[] residues = Layers.residues(layer, batch, random);
    int[] expected = Layers.expected(layer, weights, batch, residues);
    for (LinearKernel kernel : kernels) {
      try (PreparedLayer prepared = kernel.prepare(layer, weights)) {
        assertThat(Layers.multiply(prepared, layer, batch, residues))
            .as(prepared.description())
            .isEqualTo(expected);
      } catch (LayerRefusedException e) {
        // Only oneDNN may lack a routine; a wrong result is what must never be.
        assertThat(kernel.name()).isEqualTo("onednn");
        assertThat(e).hasMessageContaining("oneDNN has");
      }
    }
  }

  /** W(x + y) = Wx + Wy and W(a x) = a Wx, modulo p: what masks rely on. */
  @Property(tries = 60)
  void everyKernelIsLinear(@ForAll("layers") LinearOperation layer, @ForAll long seed) {
    Modulus modulus = layer.modulus();
    Random random = new Random(seed);
    byte[] weights = Layers.weights(layer, random);
    int[] x = Layers.residues(layer, 1, random);
    int[] y = Layers.residues(layer, 1, random);
    int scalar = random.nextInt(modulus.prime());
    int[] sum = new int[x.length];
    int[] scaled = new int[x.length];
    for (int i = 0; i < x.length; i++) {
      sum[i] = modulus.add(x[i], y[i]);
      scaled[i] = modulus.reduce((long) scalar * x[i]);
    }
    for (LinearKernel kernel : kernels) {
      try (PreparedLayer prepared = kernel.prepare(layer, weights)) {
        int[] ofX = Layers.multiply(prepared, layer, 1, x);
        int[] ofY = Layers.multiply(prepared, layer, 1, y);
        int[] ofSum = Layers.multiply(prepared, layer, 1, sum);
        int[] ofScaled = Layers.multiply(prepared, layer, 1, scaled);
        for (int i = 0; i < ofX.length; i++) {
          assertThat(ofSum[i]).isEqualTo(modulus.add(ofX[i], ofY[i]));
          assertThat(ofScaled[i]).isEqualTo(modulus.reduce((long) scalar * ofX[i]));
        }
      } catch (LayerRefusedException e) {
        assertThat(kernel.name()).isEqualTo("onednn");
      }
    }
  }
}
