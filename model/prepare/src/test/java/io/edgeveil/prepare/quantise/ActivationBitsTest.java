package io.edgeveil.prepare.quantise;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgeveil.core.manifest.Preprocessing;
import java.util.List;
import org.junit.jupiter.api.Test;

class ActivationBitsTest {
  private static final InputRange PLAIN =
      InputRange.of(
          new Preprocessing(Preprocessing.Colours.GREY, 0, 1 / 255f, List.of(0f), List.of(1f)));
  private static final InputRange SHIFTED =
      InputRange.of(
          new Preprocessing(
              Preprocessing.Colours.RGB,
              0,
              1 / 255f,
              List.of(0.485f, 0.456f, 0.406f),
              List.of(0.229f, 0.224f, 0.225f)));

  @Test
  void samplesThatStayOnTheGridNeedNoMore() {
    assertThat(PLAIN.isMultiple()).isTrue();
    assertThat(PLAIN.lowest()).isZero();
    assertThat(ActivationBits.STANDARD.ofPicture(PLAIN, false)).isEqualTo(8);
  }

  @Test
  void shiftedSamplesGetAQuarterOfAStep() {
    // The greatest magnitude, 2.64, is 154 steps of 1 / 255 / 0.229: 617 quarters, 11 bits.
    assertThat(SHIFTED.greatestMagnitude()).isBetween(2.63f, 2.65f);
    assertThat(ActivationBits.STANDARD.ofPicture(SHIFTED, true)).isEqualTo(11);
    assertThat(ActivationBits.exactly(8).ofPicture(SHIFTED, true)).isEqualTo(8);
  }
}
