package io.edgeveil.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.edgeveil.core.layer.LinearOperation;
import io.edgeveil.core.layer.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every kernel promises; one subclass a kernel. */
abstract class KernelContractTest {
  private LinearKernel kernel;

  /** The kernel under test. */
  abstract LinearKernel load() throws KernelUnavailableException;

  @BeforeEach
  void loadOrSkip() {
    try {
      kernel = load();
    } catch (KernelUnavailableException e) {
      Skipped.because("This kernel does not run here", e);
    }
  }

  LinearKernel kernel() {
    return kernel;
  }

  /** Prepares, multiplies, compares with the definition. */
  void check(LinearOperation layer, byte[] weights, int batch, int[] residues) {
    try (PreparedLayer prepared = kernel.prepare(layer, weights)) {
      assertThat(Layers.multiply(prepared, layer, batch, residues))
          .as("%s, %s", layer, prepared.description())
          .isEqualTo(Layers.expected(layer, weights, batch, residues));
    }
  }

  private static Window window(
      int kernelHeight,
      int kernelWidth,
      int strideHeight,
      int strideWidth,
      int dilation,
      int... padding) {
    return new Window(
        kernelHeight,
        kernelWidth,
        strideHeight,
        strideWidth,
        dilation,
        dilation,
        padding[0],
        padding[1],
        padding[2],
        padding[3]);
  }

  static List<LinearOperation> awkwardLayers() {
    List<LinearOperation> layers = new ArrayList<>();
    for (int k : new int[] {17, 24, 31}) {
      layers.add(Layers.dense(k, 1, 1));
      layers.add(Layers.dense(k, 3, 5));
      layers.add(Layers.dense(k, 17, 33));
      layers.add(Layers.dense(k, 400, 120));
      layers.add(Layers.dense(k, 64, 1));
      layers.add(Layers.convolution(k, 1, 1, 1, 1, 1, Window.square(1, 1, 0)));
      layers.add(Layers.convolution(k, 1, 28, 28, 6, 1, Window.square(5, 1, 2)));
      layers.add(Layers.convolution(k, 3, 31, 29, 16, 1, Window.square(11, 4, 2)));
      layers.add(Layers.convolution(k, 3, 9, 7, 5, 1, window(3, 2, 3, 2, 1, 0, 1, 2, 0)));
      layers.add(Layers.convolution(k, 7, 11, 13, 9, 1, window(3, 3, 1, 1, 2, 2, 2, 2, 2)));
      layers.add(Layers.convolution(k, 16, 6, 6, 31, 1, window(1, 5, 1, 1, 1, 0, 2, 0, 2)));
      layers.add(Layers.convolution(k, 12, 8, 8, 20, 1, Window.square(1, 2, 0)));
      layers.add(Layers.convolution(k, 24, 1, 1, 10, 1, Window.square(1, 1, 0)));
      layers.add(Layers.convolution(k, 5, 4, 4, 3, 1, window(4, 4, 1, 1, 1, 0, 0, 0, 0)));
      layers.add(Layers.convolution(k, 20, 9, 9, 20, 20, Window.square(3, 1, 1)));
      layers.add(Layers.convolution(k, 20, 9, 9, 20, 20, Window.square(3, 2, 1)));
      layers.add(Layers.convolution(k, 10, 9, 9, 20, 10, Window.square(3, 1, 1)));
      layers.add(Layers.convolution(k, 16, 9, 9, 16, 4, Window.square(3, 1, 1)));
      layers.add(Layers.convolution(k, 6, 9, 9, 6, 2, Window.square(3, 1, 1)));
      layers.add(Layers.convolution(k, 12, 5, 5, 8, 4, Window.square(1, 1, 0)));
      layers.add(Layers.convolution(k, 96, 5, 5, 64, 2, Window.square(5, 1, 2)));
      layers.add(Layers.convolution(k, 8, 1, 1, 8, 2, Window.square(1, 1, 0)));
      layers.add(Layers.convolution(k, 2, 3, 3, 4, 1, Window.square(3, 1, 3)));
    }
    return layers;
  }

  @ParameterizedTest
  @MethodSource("awkwardLayers")
  void awkwardSizesGiveTheDefinition(LinearOperation layer) {
    Random random = new Random(1);
    check(layer, Layers.weights(layer, random), 3, Layers.residues(layer, 3, random));
  }

  @ParameterizedTest
  @MethodSource("awkwardLayers")
  void worstWeightsAndResiduesGiveTheDefinition(LinearOperation layer) {
    int prime = layer.modulus().prime();
    byte[] alternating = Layers.constant(layer, 127);
    for (int i = 1; i < alternating.length; i += 2) {
      alternating[i] = -127;
    }
    for (byte[] weights :
        List.of(Layers.constant(layer, 127), Layers.constant(layer, -127), alternating)) {
      check(layer, weights, 1, Layers.constantResidues(layer, 1, prime - 1));
      check(layer, weights, 1, Layers.constantResidues(layer, 1, 0));
      check(layer, weights, 1, Layers.residues(layer, 1, new Random(2)));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31})
  void everyModulusGivesTheDefinition(int k) {
    Random random = new Random(k);
    int prime = Layers.numbers(k).modulus().prime();
    for (LinearOperation layer :
        List.of(
            Layers.dense(k, 300, 40),
            Layers.convolution(k, 19, 7, 7, 18, 1, Window.square(3, 1, 1)))) {
      check(layer, Layers.weights(layer, random), 2, Layers.residues(layer, 2, random));
      for (int weight : new int[] {127, -127}) {
        byte[] weights = Layers.constant(layer, weight);
        check(layer, weights, 1, Layers.constantResidues(layer, 1, prime - 1));
        check(layer, weights, 1, Layers.residues(layer, 1, random));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 8, 9, 15, 16, 17, 33, 50})
  void batchesGiveTheDefinition(int batch) {
    Random random = new Random(batch);
    for (LinearOperation layer :
        List.of(
            Layers.dense(23, 70, 30),
            Layers.convolution(25, 8, 5, 6, 12, 1, Window.square(3, 1, 1)))) {
      check(layer, Layers.weights(layer, random), batch, Layers.residues(layer, batch, random));
    }
  }

  @Test
  void severalThreadsShareOneLayer() throws Exception {
    LinearOperation layer = Layers.convolution(24, 16, 20, 20, 32, 1, Window.square(3, 1, 1));
    LinearOperation matrix = Layers.dense(22, 500, 100);
    Random random = new Random(3);
    byte[] weights = Layers.weights(layer, random);
    byte[] matrixWeights = Layers.weights(matrix, random);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (PreparedLayer prepared = kernel.prepare(layer, weights);
        PreparedLayer preparedMatrix = kernel.prepare(matrix, matrixWeights)) {
      List<Callable<Void>> tasks = new ArrayList<>();
      for (int task = 0; task < 24; task++) {
        int batch = task % 3 * 8 + 1;
        boolean dense = task % 2 == 0;
        int[] residues = Layers.residues(dense ? matrix : layer, batch, random);
        tasks.add(
            () -> {
              int[] results =
                  dense
                      ? Layers.multiply(preparedMatrix, matrix, batch, residues)
                      : Layers.multiply(prepared, layer, batch, residues);
              int[] expected =
                  dense
                      ? Layers.expected(matrix, matrixWeights, batch, residues)
                      : Layers.expected(layer, weights, batch, residues);
              assertThat(results).isEqualTo(expected);
              return null;
            });
      }
      for (Future<Void> done : threads.invokeAll(tasks)) {
        done.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void wrongLengthsAreRefused() {
    LinearOperation layer = Layers.dense(20, 4, 3);
    assertThatThrownBy(() -> kernel.prepare(layer, new byte[11]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("12")
        .hasMessageContaining("11");
    try (PreparedLayer prepared = kernel.prepare(layer, new byte[12])) {
      assertThatThrownBy(() -> prepared.multiply(2, new int[7], new int[6]))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> prepared.multiply(2, new int[8], new int[5]))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> prepared.multiply(0, new int[0], new int[0]))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void weightsOfMinus128AreRefused() {
    LinearOperation layer = Layers.dense(20, 2, 1);
    assertThatThrownBy(() -> kernel.prepare(layer, new byte[] {5, -128}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-128");
  }

  @Test
  void inputsAreOnlyRead() {
    LinearOperation layer = Layers.dense(24, 30, 20);
    Random random = new Random(4);
    byte[] weights = Layers.weights(layer, random);
    byte[] weightsBefore = weights.clone();
    int[] residues = Layers.residues(layer, 2, random);
    int[] residuesBefore = residues.clone();
    check(layer, weights, 2, residues);
    assertThat(weights).isEqualTo(weightsBefore);
    assertThat(residues).isEqualTo(residuesBefore);
  }
}
