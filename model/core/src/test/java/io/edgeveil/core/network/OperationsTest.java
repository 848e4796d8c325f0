package io.edgeveil.core.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.edgeveil.core.layer.Constant;
import io.edgeveil.core.layer.Operation;
import io.edgeveil.core.layer.Window;
import io.edgeveil.core.tensor.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every operation on values small enough to check by hand. */
class OperationsTest {
  private static final Shape FIVE = Shape.of(1, 5);

  @Test
  void functionsOfOneElement() throws NetworkException {
    float[] x = {-2, -0.5f, 0, 0.5f, 3};
    assertThat(Networks.apply(new Operation.Relu(), FIVE, x).values())
        .containsExactly(0, 0, 0, 0.5f, 3);
    assertThat(Networks.apply(new Operation.LeakyRelu(0.25f), FIVE, x).values())
        .containsExactly(-0.5f, -0.125f, 0, 0.5f, 3);
    assertThat(Networks.apply(new Operation.Clip(-1, 2), FIVE, x).values())
        .containsExactly(-1, -0.5f, 0, 0.5f, 2);
    assertThat(Networks.apply(new Operation.Sigmoid(), FIVE, x).values())
        .containsExactly(
            new float[] {0.11920292f, 0.37754068f, 0.5f, 0.62245935f, 0.95257413f}, within(1e-7f));
    assertThat(Networks.apply(new Operation.Tanh(), FIVE, x).values())
        .containsExactly(
            new float[] {-0.9640276f, -0.46211717f, 0, 0.46211717f, 0.9950548f}, within(1e-7f));
  }

  @Test
  void slopePerChannel() throws NetworkException {
    Operation prelu = new Operation.PRelu(new Constant(1, 2), Shape.of(2, 1, 1));
    Shape shape = Shape.of(1, 2, 1, 2);
    assertThat(Networks.apply(prelu, shape, shape, new float[] {9, 0.5f, 2}, -1, 1, -1, 1).values())
        .containsExactly(-0.5f, 1, -2, 1);
  }

  @Test
  void constantsAreBroadcast() throws NetworkException {
    Shape shape = Shape.of(1, 2, 1, 2);
    float[] constants = {10, 20};
    Operation perChannel = new Operation.AddConstant(new Constant(0, 2), Shape.of(2, 1, 1));
    assertThat(Networks.apply(perChannel, shape, shape, constants, 1, 2, 3, 4).values())
        .containsExactly(11, 12, 23, 24);
    Operation perColumn = new Operation.MulConstant(new Constant(0, 2), Shape.of(2));
    assertThat(Networks.apply(perColumn, shape, shape, constants, 1, 2, 3, 4).values())
        .containsExactly(10, 40, 30, 80);
    Operation scalar = new Operation.MulConstant(new Constant(1, 1), Shape.of());
    assertThat(Networks.apply(scalar, shape, shape, constants, 1, 2, 3, 4).values())
        .containsExactly(20, 40, 60, 80);
  }

  @Test
  void maximumOfWindowsThatOverlapAndPadding() throws NetworkException {
    // 1 2 3      windows of 2 x 2, stride 2, padded by one at top and left
    // 4 5 6      cover {1}, {2 3}, {4 7}, {5 6 8 9}
    // 7 8 9
    Window window = new Window(2, 2, 2, 2, 1, 1, 1, 1, 0, 0);
    assertThat(
            Networks.apply(
                    new Operation.MaxPool(window),
                    Shape.of(1, 1, 3, 3),
                    Shape.of(1, 1, 2, 2),
                    new float[0],
                    -1,
                    -2,
                    -3,
                    -4,
                    -5,
                    -6,
                    -7,
                    -8,
                    -9)
                .values())
        .containsExactly(-1, -2, -4, -5);
  }

  @Test
  void dilatedWindowSkipsElements() throws NetworkException {
    // kernel 1 x 2, dilation 3, one column of padding left: {0}, {0, 3}, {1, 4} … of 0..4
    Window window = new Window(1, 2, 1, 1, 1, 3, 0, 1, 0, 0);
    assertThat(
            Networks.apply(
                    new Operation.MaxPool(window),
                    Shape.of(1, 1, 1, 5),
                    Shape.of(1, 1, 1, 3),
                    new float[0],
                    5,
                    9,
                    1,
                    2,
                    3)
                .values())
        .containsExactly(1, 5, 9);
  }

  @Test
  void averageCountsPaddingOnlyWhereAsked() throws NetworkException {
    Window window = new Window(2, 2, 2, 2, 1, 1, 1, 1, 0, 0);
    Shape in = Shape.of(1, 1, 3, 3);
    Shape out = Shape.of(1, 1, 2, 2);
    float[] x = {1, 2, 3, 4, 5, 6, 7, 8, 9};
    assertThat(
            Networks.apply(new Operation.AveragePool(window, false), in, out, new float[0], x)
                .values())
        .containsExactly(1, 2.5f, 5.5f, 7);
    assertThat(
            Networks.apply(new Operation.AveragePool(window, true), in, out, new float[0], x)
                .values())
        .containsExactly(0.25f, 1.25f, 2.75f, 7);
  }

  @Test
  void globalAverageIsPerChannel() throws NetworkException {
    assertThat(
            Networks.apply(
                    new Operation.GlobalAveragePool(),
                    Shape.of(1, 2, 2, 2),
                    Shape.of(1, 2, 1, 1),
                    new float[0],
                    1,
                    2,
                    3,
                    4,
                    -1,
                    -1,
                    -1,
                    -5)
                .values())
        .containsExactly(2.5f, -2);
  }

  @Test
  void localResponseWindowsAreLopsidedForEvenSizes() throws NetworkException {
    // size 2 reaches one channel up and none down: x / (1 + 3 * (x² + next²))^1
    Shape shape = Shape.of(1, 3, 1, 1);
    assertThat(Networks.apply(new Operation.Lrn(2, 6, 1, 1), shape, 1, 2, 3).values())
        .containsExactly(new float[] {1f / 16, 2f / 40, 3f / 28}, within(1e-7f));
    // The exponent 0.75 takes the way of square roots: 2 / (16)^0.75 = 2 / 8.
    assertThat(Networks.apply(new Operation.Lrn(1, 3, 0.75f, 4), shape, 2, 2, 2).values())
        .containsExactly(0.25f, 0.25f, 0.25f);
  }

  @Test
  void softmaxAlongAnInnerAxisAndWithLargeValues() throws NetworkException {
    Shape shape = Shape.of(1, 2, 2);
    float high = (float) (1 / (1 + Math.exp(-1)));
    assertThat(Networks.apply(new Operation.Softmax(1), shape, 1000, 0, 1001, 0).values())
        .containsExactly(new float[] {1 - high, 0.5f, high, 0.5f}, within(1e-6f));
    assertThat(Networks.apply(new Operation.Softmax(2), shape, 0, 0, 5, 5).values())
        .containsExactly(0.5f, 0.5f, 0.5f, 0.5f);
  }

  @Test
  void rearrangements() throws NetworkException {
    Shape in = Shape.of(1, 2, 3);
    float[] x = {1, 2, 3, 4, 5, 6};
    assertThat(
            Networks.apply(
                    new Operation.Transpose(List.of(2, 0, 1)),
                    in,
                    Shape.of(3, 1, 2),
                    new float[0],
                    x)
                .values())
        .containsExactly(1, 4, 2, 5, 3, 6);
    assertThat(
            Networks.apply(
                    new Operation.Padding(List.of(0, 1, 0), List.of(0, 0, 1), 7),
                    in,
                    Shape.of(1, 3, 4),
                    new float[0],
                    x)
                .values())
        .containsExactly(7, 7, 7, 7, 1, 2, 3, 7, 4, 5, 6, 7);
    assertThat(
            Networks.apply(
                    new Operation.Slice(List.of(0, 1, 2), List.of(1, -1, -2)),
                    in,
                    Shape.of(1, 2, 2),
                    new float[0],
                    x)
                .values())
        .containsExactly(6, 4, 3, 1);
    assertThat(
            Networks.apply(new Operation.Reshape(), in, Shape.of(3, 2), new float[0], x).values())
        .containsExactly(x);
  }
}
