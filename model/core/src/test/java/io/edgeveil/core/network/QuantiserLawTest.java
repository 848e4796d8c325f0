package io.edgeveil.core.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgeveil.core.layer.Constant;
import io.edgeveil.core.layer.Dense;
import io.edgeveil.core.layer.Quantisation;
import io.edgeveil.core.tensor.Shape;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Quantising is {@code Math.round} of the quotient, saturated, for every float. */
class QuantiserLawTest {
  private static final int STEP = 1 << 20;

  @Test
  void everyFloatFromAQuarterToOneIsRoundedHalfUp() {
    int first = Float.floatToIntBits(0.25f);
    int end = Float.floatToIntBits(1);
    for (int from = first; from < end; from += STEP) {
      requireRounded(16, false, 1, from, Math.min(STEP, end - from));
    }
  }

  @Test
  void everyNeighbourOfAHalfIsRoundedHalfUp() {
    for (int n = 0; n <= 70_000; n++) {
      requireRounded(16, false, 1, Float.floatToIntBits(n + 0.5f) - 3, 7);
      requireRounded(16, false, 1, Float.floatToIntBits(-n - 0.5f) - 3, 7);
    }
  }

  @Property(seed = "31")
  void anyFloatsAreRoundedHalfUp(
      @ForAll @IntRange(min = 2, max = 16) int bits,
      @ForAll boolean signed,
      @ForAll @IntRange(min = 1, max = 0x7f7f_ffff) int scale,
      @ForAll int from) {
    requireRounded(bits, signed, Float.intBitsToFloat(scale), from, 50);
  }

  /** Over all floats of consecutive bits. */
  private static void requireRounded(int bits, boolean signed, float scale, int from, int count) {
    Quantisation quantisation =
        new Quantisation(
            0, scale, bits, signed, 24, 0, 0, 0, 0, new Constant(0, 1), new Constant(1, 1));
    Quantiser quantiser =
        Quantiser.of(new Dense(Shape.of(1, 1), 1, quantisation), new float[] {1, 0});
    float[] activations = new float[count];
    for (int i = 0; i < count; i++) {
      activations[i] = Float.intBitsToFloat(from + i);
    }
    int[] wanted =
        IntStream.range(0, count).map(i -> rounded(activations[i] / scale, quantisation)).toArray();
    assertThat(quantiser.quantise(activations)).isEqualTo(wanted);
  }

  private static int rounded(float quotient, Quantisation quantisation) {
    int most = Math.min(quantisation.highestInput(), Math.round(quotient));
    return Math.max(quantisation.lowestInput(), most);
  }
}
