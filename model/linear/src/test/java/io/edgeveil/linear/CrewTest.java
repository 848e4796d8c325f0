package io.edgeveil.linear;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgeveil.core.layer.LinearOperation;
import io.edgeveil.core.layer.Window;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Layers in pieces, computed by several threads at once. */
class CrewTest {
  private OneDnnKernel kernel;

  /** Every piece on a thread of its own. */
  private static final class Threads implements Crew {
    final Set<Integer> pieces = ConcurrentHashMap.newKeySet();

    @Override
    public int hands() {
      return 3;
    }

    @Override
    public void run(int count, IntConsumer work) {
      List<Thread> threads =
          IntStream.range(0, count)
              .mapToObj(
                  piece ->
                      new Thread(
                          () -> {
                            work.accept(piece);
                            pieces.add(piece);
                          }))
              .toList();
      threads.forEach(Thread::start);
      for (Thread thread : threads) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          throw new AssertionError(e);
        }
      }
    }
  }

  @BeforeEach
  void loadOrSkip() {
    try {
      kernel = OneDnnKernel.load(3, 1 << 14);
    } catch (KernelUnavailableException e) {
      Skipped.because("oneDNN does not run here", e);
    }
  }

  /** Small weights with a few large pairs, so that there is excess on a processor without VNNI. */
  private static byte[] weights(LinearOperation layer, Random random) {
    byte[] weights = new byte[layer.weightCount()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (byte) (random.nextInt(1000) == 0 ? 127 : random.nextInt(81) - 40);
    }
    return weights;
  }

  private static List<LinearOperation> layers() {
    return List.of(
        Layers.convolution(24, 8, 9, 9, 96, 1, Window.square(5, 1, 2)),
        Layers.convolution(22, 3, 31, 29, 96, 1, Window.square(11, 4, 2)),
        Layers.convolution(25, 10, 11, 10, 113, 1, Window.square(3, 2, 1)),
        Layers.convolution(31, 8, 8, 8, 96, 1, Window.square(3, 1, 1)),
        Layers.dense(26, 300, 110));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void piecesByManyThreadsGiveTheDefinition(int batch) {
    Random random = new Random(batch);
    for (LinearOperation layer : layers()) {
      byte[] weights = weights(layer, random);
      int[] residues = Layers.residues(layer, batch, random);
      int[] expected = Layers.expected(layer, weights, batch, residues);
      try (PreparedLayer prepared = kernel.prepare(layer, weights)) {
        assertThat(prepared.description()).contains("3 pieces");
        Threads crew = new Threads();
        int[] results = new int[expected.length + 7];
        prepared.multiply(batch, residues, results, crew);
        assertThat(results).as(prepared.description()).startsWith(expected);
        assertThat(crew.pieces).containsExactlyInAnyOrder(0, 1, 2);
        assertThat(Layers.multiply(prepared, layer, batch, residues)).isEqualTo(expected);
      }
    }
  }

  @Test
  void smallLayersAreNotSharedOut() {
    LinearOperation layer = Layers.convolution(24, 1, 3, 3, 64, 1, Window.square(3, 1, 1));
    Random random = new Random(1);
    byte[] weights = weights(layer, random);
    int[] residues = Layers.residues(layer, 1, random);
    try (PreparedLayer prepared = kernel.prepare(layer, weights)) {
      Threads crew = new Threads();
      int[] results = new int[layer.outputShape().elements()];
      prepared.multiply(1, residues, results, crew);
      assertThat(results).isEqualTo(Layers.expected(layer, weights, 1, residues));
      assertThat(crew.pieces).isEmpty();
    }
  }
}
