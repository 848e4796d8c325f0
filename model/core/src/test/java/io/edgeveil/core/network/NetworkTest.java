package io.edgeveil.core.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.edgeveil.core.layer.Layer;
import io.edgeveil.core.layer.Operation;
import io.edgeveil.core.tensor.Shape;
import io.edgeveil.core.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NetworkTest {
  private static final Shape TWO = Shape.of(1, 2);
  private static final Shape THREE = Shape.of(1, 3);
  private static final float[] CONSTANTS = {2, 4, 0.5f, -1};

  private static Layer relu(String name, String input, String output, Shape shape) {
    return new Layer(name, new Operation.Relu(), List.of(input), output, shape);
  }

  @Test
  void quantisesAsksAndScalesBack() throws NetworkException {
    Network network =
        Network.of(
            "x",
            THREE,
            List.of(Networks.dense(0, "d", "x", "y"), relu("r", "y", "z", TWO)),
            "z",
            CONSTANTS);
    List<int[]> asked = new ArrayList<>();
    Tensor output =
        network.run(
            new Tensor(THREE, new float[] {1, -1, 200}),
            (layer, quantised) -> {
              asked.add(quantised);
              return new int[] {5, -5};
            });
    assertThat(asked).containsExactly(new int[] {2, 0, 255});
    assertThat(output.values()).containsExactly(5.5f, 0);
    assertThat(output.shape()).isEqualTo(TWO);
  }

  @Test
  void runsBranchesAndTheirSum() throws NetworkException {
    Layer clip = new Layer("c", new Operation.Clip(-1, 1), List.of("x"), "b", THREE);
    Layer add = new Layer("s", new Operation.Add(), List.of("a", "b"), "y", THREE);
    Network network =
        Network.of("x", THREE, List.of(relu("r", "x", "a", THREE), clip, add), "y", new float[0]);
    Tensor y = network.runInFloat(new Tensor(THREE, new float[] {-3, 0.5f, 3}), (layer, x) -> x);
    assertThat(y.values()).containsExactly(-1, 1, 4);
    // x, a, b and y are alive together only while the sum is made, and x is gone by then.
    assertThat(network.peakTensorBytes()).isEqualTo(3 * 3 * 4);
  }

  @Test
  void whatIsNotANumberShowsOnlyAtTheEnd() throws NetworkException {
    Layer wide = new Layer("w", new Operation.Concat(1), List.of("y", "y"), "yy", Shape.of(1, 4));
    Layer cut =
        new Layer(
            "u", new Operation.Slice(List.of(0, 0), List.of(1, 1)), List.of("yy"), "u", THREE);
    Network network =
        Network.of(
            "x",
            THREE,
            List.of(Networks.dense(0, "d", "x", "y"), wide, cut, Networks.dense(1, "e", "u", "z")),
            "z",
            CONSTANTS);
    List<int[]> asked = new ArrayList<>();
    assertThatThrownBy(
            () ->
                network.run(
                    new Tensor(THREE, new float[] {1, Float.NaN, 2}),
                    (layer, quantised) -> {
                      asked.add(quantised);
                      return new int[] {5, 5};
                    }))
        .isInstanceOf(ArithmeticException.class)
        .hasMessage("an input of linear layer 0 is not a number");
    assertThat(asked).hasSize(2).startsWith(new int[] {2, 0, 4});
  }

  @Test
  void theCallersInputIsLeftAsItWas() throws NetworkException {
    Layer sameArray = new Layer("s", new Operation.Reshape(), List.of("x"), "s", THREE);
    Network network =
        Network.of("x", THREE, List.of(sameArray, relu("r", "s", "y", THREE)), "y", CONSTANTS);
    float[] input = {1, -2, 3};
    Tensor made = network.runInFloat(new Tensor(THREE, input), (layer, x) -> x);
    assertThat(made.values()).containsExactly(1, 0, 3);
    assertThat(input).containsExactly(1, -2, 3);
  }

  @Test
  void lineariserMayFail() throws NetworkException {
    Network network =
        Network.of("x", THREE, List.of(Networks.dense(0, "d", "x", "y")), "y", CONSTANTS);
    assertThatThrownBy(
            () ->
                network.run(
                    new Tensor(THREE, new float[3]),
                    (layer, quantised) -> {
                      throw new java.io.IOException("gateway gone");
                    }))
        .isInstanceOf(java.io.IOException.class);
    assertThatThrownBy(
            () -> network.runInFloat(new Tensor(THREE, new float[3]), (layer, x) -> new float[7]))
        .hasMessage("d wants 1x2, got 7");
    assertThatThrownBy(() -> network.runInFloat(new Tensor(TWO, new float[2]), (layer, x) -> x))
        .hasMessageContaining("wants an input of 1x3, got 1x2");
  }

  @Test
  void refusesWhatIsNoNetwork() {
    assertRefused("reads q, which no earlier layer makes", relu("r", "q", "y", THREE));
    assertRefused("makes 1x3, not 1x2", relu("r", "x", "y", TWO));
    assertRefused("no layer makes the output y", relu("r", "x", "z", THREE));
    assertRefused(
        "two layers make the tensor y", relu("r", "x", "y", THREE), relu("s", "x", "y", THREE));
    assertRefused("two layers make the tensor x", relu("r", "x", "x", THREE));
    assertRefused(
        "two layers are called r", relu("r", "x", "y", THREE), relu("r", "x", "z", THREE));
    assertRefused("has index 1, its place is 0", Networks.dense(1, "d", "x", "y"));
    assertRefused(
        "wants 2 inputs, got 1", new Layer("a", new Operation.Add(), List.of("x"), "y", THREE));
    assertRefused(
        "wants 1 inputs, got 0", new Layer("a", new Operation.Relu(), List.of(), "y", THREE));
    assertRefused(
        "another number of elements",
        new Layer("a", new Operation.Reshape(), List.of("x"), "y", TWO));
    assertRefused(
        "is no permutation",
        new Layer("a", new Operation.Transpose(List.of(0, 0)), List.of("x"), "y", THREE));
    assertRefused(
        "no axis 2 in 1x3", new Layer("a", new Operation.Softmax(2), List.of("x"), "y", THREE));
    assertRefused(
        "runs from 1 to 3 on axis 1",
        new Layer(
            "a", new Operation.Slice(List.of(0, 1), List.of(1, 1)), List.of("x"), "y", THREE));
    assertRefused(
        "wants [1, C, H, W], got 1x3",
        new Layer("a", new Operation.GlobalAveragePool(), List.of("x"), "y", THREE));
    assertRefused(
        "padding must not be negative",
        new Layer(
            "a", new Operation.Padding(List.of(0, -1), List.of(0, 0), 0), List.of("x"), "y", TWO));
    assertRefused(
        "wants 1x1x4x4, got 1x3", Networks.convolution(0, "c", "x", "y", Shape.of(1, 1, 4, 4)));
  }

  @Test
  void refusesConstantsThatAreNotThere() {
    assertThatThrownBy(
            () ->
                Network.of(
                    "x", THREE, List.of(Networks.dense(0, "d", "x", "y")), "y", new float[3]))
        .isInstanceOf(NetworkException.class)
        .hasMessage("layer d: constants end at 3, before element 4");
  }

  private static void assertRefused(String message, Layer... layers) {
    assertThatThrownBy(() -> Network.of("x", THREE, List.of(layers), "y", CONSTANTS))
        .isInstanceOf(NetworkException.class)
        .hasMessageContaining(message);
  }
}
