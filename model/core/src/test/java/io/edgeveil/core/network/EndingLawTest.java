package io.edgeveil.core.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgeveil.core.layer.Constant;
import io.edgeveil.core.layer.Convolution;
import io.edgeveil.core.layer.Layer;
import io.edgeveil.core.layer.Operation;
import io.edgeveil.core.layer.Quantisation;
import io.edgeveil.core.layer.Window;
import io.edgeveil.core.tensor.Shape;
import io.edgeveil.core.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/**
 * What follows a linear layer gives bit for bit the same floats, whether computed along with the
 * way back from integers or one layer after the other.
 */
class EndingLawTest {
  private static final Shape INPUT = Shape.of(1, 1, 33, 29);
  private static final List<Operation> FOLLOWING =
      List.of(
          new Operation.Relu(),
          new Operation.MaxPool(Window.square(2, 2, 0)),
          new Operation.MaxPool(Window.square(3, 2, 1)),
          new Operation.MaxPool(new Window(2, 3, 1, 2, 2, 1, 1, 0, 0, 2)),
          new Operation.MaxPool(new Window(2, 1, 2, 1, 1, 1, 2, 0, 0, 0)), // one place all padding
          new Operation.Clip(-1, 1));
  private static final float[] SPECIAL = {
    0, -0f, 1, Float.MIN_VALUE, Float.MAX_VALUE, Float.POSITIVE_INFINITY, Float.NaN
  };

  @Property(seed = "32", tries = 2000)
  void theSameFloatsAsOneLayerAfterTheOther(
      @ForAll @IntRange(min = 0, max = 5) int first,
      @ForAll @IntRange(min = 0, max = 5) int second,
      @ForAll @IntRange(min = 0, max = 5) int third,
      @ForAll @IntRange(min = 0, max = 40) int magnitude,
      @ForAll long seed)
      throws NetworkException {
    Random random = new Random(seed);
    float[] constants = new float[4];
    for (int i = 0; i < 2; i++) {
      constants[i] = any(random, Math.abs(random.nextFloat()) * (float) Math.pow(10, -magnitude));
      constants[2 + i] = any(random, (float) random.nextGaussian());
    }
    Convolution convolution = convolution();
    List<Layer> layers = new ArrayList<>();
    layers.add(new Layer("c", convolution, List.of("x"), "y", convolution.outputShape()));
    for (int operation : new int[] {first, second, third}) {
      append(layers, FOLLOWING.get(operation));
    }
    Network network =
        Network.of("x", INPUT, layers, layers.get(layers.size() - 1).output(), constants);
    int[] results =
        random
            .ints(convolution.outputShape().elements(), -(1 << 30), 1 << 30)
            .map(random.nextBoolean() ? result -> result : result -> result >> 29)
            .toArray();
    Tensor input = new Tensor(INPUT, new float[INPUT.elements()]);
    Quantiser quantiser = Quantiser.of(convolution, constants);

    Workspace workspace = network.workspace();
    Tensor together = network.run(input, (layer, x) -> results.clone(), workspace);
    workspace.wipe();
    Tensor apart = network.runInFloat(input, (layer, x) -> quantiser.dequantise(results));

    assertThat(together.values()).isEqualTo(apart.values()); // bit for bit: 0 is not -0 here
    assertThat(together.shape()).isEqualTo(apart.shape());
  }

  @Test
  void theUsualLayersBehindAConvolutionAreTakenIn() {
    Convolution convolution = convolution();
    Layer layer = new Layer("c", convolution, List.of("x"), "y", convolution.outputShape());
    List<Layer> layers = new ArrayList<>(List.of(layer));
    append(layers, FOLLOWING.get(0));
    append(layers, FOLLOWING.get(2));
    append(layers, FOLLOWING.get(0));
    List<Layer> following = layers.subList(1, 4);
    Quantiser usual = Quantiser.of(convolution, new float[] {0.1f, 0, -1, 2});
    assertThat(Ending.of(layer, usual, following).layers()).isEqualTo(2);
    Quantiser undefined = Quantiser.of(convolution, new float[] {0.1f, 0, -1, Float.NaN});
    assertThat(Ending.of(layer, undefined, following).layers()).isZero();
    Quantiser unbounded = Quantiser.of(convolution, new float[] {0.1f, Float.MAX_VALUE, -1, 0});
    assertThat(Ending.of(layer, unbounded, following).layers()).isZero();
  }

  private static float any(Random random, float usual) {
    return random.nextInt(8) == 0 ? SPECIAL[random.nextInt(SPECIAL.length)] : usual;
  }

  private static Convolution convolution() {
    Quantisation quantisation =
        new Quantisation(
            0,
            0.5f,
            8,
            false,
            31,
            -(1 << 30),
            1 << 29,
            10,
            0,
            new Constant(0, 2),
            new Constant(2, 2));
    return new Convolution(INPUT, 2, Window.square(2, 1, 0), 1, quantisation);
  }

  private static void append(List<Layer> layers, Operation operation) {
    Layer last = layers.get(layers.size() - 1);
    Shape shape = last.shape();
    if (operation instanceof Operation.MaxPool pool) {
      Window.Extents extents = pool.window().outputExtents(shape.extent(2), shape.extent(3));
      shape = Shape.of(1, 2, extents.height(), extents.width());
    }
    String name = "l" + layers.size();
    layers.add(new Layer(name, operation, List.of(last.output()), name, shape));
  }
}
