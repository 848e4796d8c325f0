package io.edgeveil.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.edgeveil.core.layer.LinearOperation;
import org.junit.jupiter.api.Test;

class ExactRangeTest {

  @Test
  void rowsAreSummedByTheirActualWeights() {
    byte[] weights = {1, -2, 3, 127, 127, -127};
    assertThat(RowSums.of(2, weights)).isEqualTo(new RowSums(254, 381));
    assertThat(RowSums.of(2, 3, 1, 2, weights)).isEqualTo(new RowSums(127, 127));
  }

  @Test
  void float64HoldsUpToTwoToThe53() {
    // (p - 1)/2 = 2^30 - 1 for k = 31, so the greatest L1 norm is 2^53 / (2^30 - 1) = 8,388,608.
    LinearOperation layer = Layers.dense(31, 66_053, 1);
    byte[] weights = Layers.constant(layer, 127);
    weights[0] = 4; // 66,052 * 127 + 4 = 8,388,608
    assertThat(ExactRange.ofCentredDoubles(layer, weights).greatest())
        .isEqualTo(8_388_608L * ((1 << 30) - 1))
        .isLessThanOrEqualTo(1L << 53);
    weights[0] = 5;
    assertThatThrownBy(() -> ExactRange.ofCentredDoubles(layer, weights))
        .isInstanceOf(LayerRefusedException.class)
        .hasMessageContaining("8388609")
        .hasMessageContaining("1073741823")
        .hasMessageContaining("9007199254740992");
  }

  @Test
  void limbProductsHoldUpToTwoToThe24() {
    LimbWidth bytes = LimbWidth.of(24, 8);
    assertThat(ExactRange.ofLimbs(bytes, new RowSums(65_793, 70_000)).greatest())
        .isEqualTo(65_793L * 255)
        .isLessThanOrEqualTo(1L << 24);
    assertThat(ExactRange.holdsLimbs(bytes, new RowSums(65_793, 70_000))).isTrue();
    assertThat(ExactRange.holdsLimbs(bytes, new RowSums(65_794, 70_000))).isFalse();
    assertThatThrownBy(() -> ExactRange.ofLimbs(bytes, new RowSums(65_794, 70_000)))
        .isInstanceOf(LayerRefusedException.class)
        .hasMessageContaining("65794")
        .hasMessageContaining("255")
        .hasMessageContaining("16777216");
  }
}
