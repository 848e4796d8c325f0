package io.edgeveil.prepare.quantise;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class Int8WeightsTest {

  @Test
  void eachRowHasItsScale() {
    Int8Weights weights = Int8Weights.of(new float[] {1, -2, 0.5f, 0, 0, 0, 3e-3f, 0, -6e-3f}, 3);
    assertThat(weights.values()).containsExactly(64, -127, 32, 0, 0, 0, 64, 0, -127);
    assertThat(weights.scales()).containsExactly(2 / 127f, 1, 6e-3f / 127);
  }

  @Test
  void rowsTooSmallToScaleAreZeros() {
    Int8Weights weights = Int8Weights.of(new float[] {Float.MIN_VALUE, -Float.MIN_VALUE}, 1);
    assertThat(weights.values()).containsExactly(0, 0);
    assertThat(weights.scales()).containsExactly(1);
  }

  @Test
  void reachIsExact() {
    // rows 127 -64 and -127 0
    Int8Weights weights = Int8Weights.of(new float[] {127, -64, -127, 0}, 2);
    assertThat(weights.reach(0, 255))
        .isEqualTo(new Int8Weights.Reach(-127 * 255, 127 * 255, 127 + 64));
    assertThat(weights.reach(-127, 127))
        .isEqualTo(new Int8Weights.Reach(-(127 + 64) * 127, (127 + 64) * 127, 127 + 64));
  }
}
