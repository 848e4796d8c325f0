package io.edgeveil.core.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.edgeveil.core.layer.Dense;
import io.edgeveil.core.layer.LinearOperation;
import io.edgeveil.core.tensor.Shape;
import org.junit.jupiter.api.Test;

class QuantiserTest {
  private static final LinearOperation DENSE =
      new Dense(Shape.of(1, 3), 2, Networks.quantisation(0));

  @Test
  void roundsAndSaturates() {
    Quantiser quantiser = Quantiser.of(DENSE, new float[] {1, 1, 0, 0});
    assertThat(
            quantiser.quantise(
                new float[] {0.2f, 0.25f, 0.7f, -3, 127.5f, 1000, Float.POSITIVE_INFINITY}))
        .containsExactly(0, 1, 1, 0, 255, 255, 255);
  }

  @Test
  void takesWhatIsNotANumberForZero() {
    Quantiser quantiser = Quantiser.of(DENSE, new float[] {1, 1, 0, 0});
    assertThat(quantiser.quantise(new float[] {Float.NaN, 1})).containsExactly(0, 2);
    assertThat(Quantiser.isDefined(new float[] {1, Float.NaN})).isFalse();
    assertThat(Quantiser.isDefined(new float[] {1, Float.NEGATIVE_INFINITY})).isTrue();
  }

  @Test
  void scalesBackPerChannel() {
    Quantiser quantiser = Quantiser.of(DENSE, new float[] {2, 4, 0.5f, -1});
    assertThat(quantiser.dequantise(new int[] {3, -3})).containsExactly(3.5f, -7);
    assertThat(quantiser.dequantise(new int[] {1, 2, 1, 2})).containsExactly(1.5f, 2.5f, 1, 3);
  }

  @Test
  void wantsAScaleAndABiasPerChannel() {
    assertThatThrownBy(() -> Quantiser.of(DENSE, new float[] {2, 4, 0.5f}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("constants end at 3");
  }
}
