package io.edgeveil.core.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgeveil.core.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class BroadcastLawTest {

  @Property(seed = "1", tries = 300)
  void everyElementIsTheCombinationOfItsTwo(@ForAll long seed) {
    Random random = new Random(seed);
    List<Integer> extents = new ArrayList<>();
    for (int rank = random.nextInt(5); rank > 0; rank--) {
      extents.add(1 + random.nextInt(4));
    }
    Shape left = shrunk(extents, random);
    Shape right = shrunk(extents, random);
    Shape both = Broadcast.shape(left, right);
    float[] a = random(left, random);
    float[] b = random(right, random);
    float[] sum = Broadcast.of(left, right, both).combine(a, b, Float::sum);
    for (int at = 0; at < both.elements(); at++) {
      assertThat(sum[at]).isEqualTo(a[index(at, both, left)] + b[index(at, both, right)]);
    }
  }

  private static Shape shrunk(List<Integer> extents, Random random) {
    List<Integer> kept = new ArrayList<>();
    for (int extent : extents.subList(random.nextInt(extents.size() + 1), extents.size())) {
      kept.add(random.nextBoolean() ? extent : 1);
    }
    return new Shape(kept);
  }

  private static float[] random(Shape shape, Random random) {
    float[] values = new float[shape.elements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat();
    }
    return values;
  }

  private static int index(int at, Shape both, Shape operand) {
    int index = 0;
    int stride = 1;
    for (int axis = -1; axis >= -both.rank(); axis--) {
      int position = at % both.extent(axis);
      at /= both.extent(axis);
      if (-axis <= operand.rank()) {
        index += operand.extent(axis) == 1 ? 0 : position * stride;
        stride *= operand.extent(axis);
      }
    }
    return index;
  }
}
