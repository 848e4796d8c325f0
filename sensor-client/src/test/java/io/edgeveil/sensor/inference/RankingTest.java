package io.edgeveil.sensor.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.edgeveil.core.layer.Layer;
import io.edgeveil.core.layer.Operation;
import io.edgeveil.core.manifest.Blob;
import io.edgeveil.core.manifest.Manifest;
import io.edgeveil.core.manifest.Preprocessing;
import io.edgeveil.core.tensor.Shape;
import io.edgeveil.core.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class RankingTest {
  private static final Shape THREE = Shape.of(1, 3);

  @Test
  void scoresAreTheSoftmaxOfTheOutput() {
    Ranking ranking = Ranking.of(manifest(List.of("a", "b", "c"), new Operation.Relu()));
    List<Prediction> top = ranking.top(tensor(1000, 1001, 999), 2);
    assertThat(top).extracting(Prediction::label).containsExactly("b", "a");
    double sum = 1 + Math.exp(-1) + Math.exp(-2);
    assertThat(top.get(0).score()).isCloseTo(1 / sum, within(1e-12));
    assertThat(top.get(1).score()).isCloseTo(Math.exp(-1) / sum, within(1e-12));
  }

  @Test
  void aNetworkThatEndsInSoftmaxHasSaidItAll() {
    Ranking ranking =
        Ranking.of(manifest(List.of(), new Operation.Softmax(1), new Operation.Reshape()));
    List<Prediction> top = ranking.top(tensor(0.25f, 0.25f, 0.5f), 9);
    assertThat(top)
        .containsExactly(
            new Prediction("2", 0.5), new Prediction("0", 0.25), new Prediction("1", 0.25));
  }

  private static Tensor tensor(float... values) {
    return new Tensor(THREE, values);
  }

  private static Manifest manifest(List<String> labels, Operation... operations) {
    List<Layer> layers = new java.util.ArrayList<>();
    for (int i = 0; i < operations.length; i++) {
      layers.add(new Layer("l" + i, operations[i], List.of("t" + i), "t" + (i + 1), THREE));
    }
    return new Manifest(
        Manifest.FORMAT,
        "m",
        "1",
        "t0",
        Shape.of(1, 1, 1, 3),
        new Preprocessing(Preprocessing.Colours.GREY, 0, 1, List.of(0f), List.of(1f)),
        layers,
        "t" + operations.length,
        labels,
        new Blob(0, ""),
        new Blob(0, ""));
  }
}
