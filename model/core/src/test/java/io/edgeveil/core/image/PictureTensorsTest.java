package io.edgeveil.core.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.edgeveil.core.manifest.Preprocessing;
import io.edgeveil.core.manifest.Preprocessing.Colours;
import io.edgeveil.core.tensor.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;

class PictureTensorsTest {
  private static final List<Float> ZERO = List.of(0f);
  private static final List<Float> ONE = List.of(1f);

  private static float[] tensor(Preprocessing preprocessing, Shape shape, Picture picture) {
    return PictureTensors.of(preprocessing, shape).tensor(picture).values();
  }

  private static Picture grey(int width, int height, int... samples) {
    byte[] bytes = new byte[samples.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) samples[i];
    }
    return new Picture(width, height, 1, bytes);
  }

  @Test
  void sameExtentsAreExact() {
    Preprocessing preprocessing = new Preprocessing(Colours.GREY, 0, 1 / 255f, ZERO, ONE);
    assertThat(tensor(preprocessing, Shape.of(1, 1, 2, 2), grey(2, 2, 0, 255, 128, 1)))
        .containsExactly(0, 1, 128 * (1 / 255f), 1 / 255f);
  }

  @Test
  void channelsInTheOrderAsked() {
    Picture picture = new Picture(1, 1, 3, new byte[] {10, 20, 30});
    Preprocessing rgb =
        new Preprocessing(Colours.RGB, 0, 1, List.of(1f, 2f, 3f), List.of(1f, 2f, 3f));
    assertThat(tensor(rgb, Shape.of(1, 3, 1, 1), picture)).containsExactly(9, 9, 9);
    Preprocessing bgr = new Preprocessing(Colours.BGR, 0, 2, ZERO, ONE);
    assertThat(tensor(bgr, Shape.of(1, 3, 1, 1), picture)).containsExactly(60, 40, 20);
    Preprocessing grey = new Preprocessing(Colours.GREY, 0, 1, ZERO, ONE);
    assertThat(tensor(grey, Shape.of(1, 1, 1, 1), picture)).containsExactly(18.15f);
    assertThat(tensor(bgr, Shape.of(1, 3, 1, 1), grey(1, 1, 7))).containsExactly(14, 14, 14);
  }

  @Test
  void cropsTheCentreOfTheShorterSide() {
    // 4 x 2 with a shorter side of 2 keeps its size; the middle 2 x 2 is taken.
    Preprocessing preprocessing = new Preprocessing(Colours.GREY, 2, 1, ZERO, ONE);
    assertThat(tensor(preprocessing, Shape.of(1, 1, 2, 2), grey(4, 2, 1, 2, 3, 4, 5, 6, 7, 8)))
        .containsExactly(2, 3, 6, 7);
  }

  @Test
  void shrinkingByTwoWeighsFourNeighbours() {
    // The triangle of half-width 2 around the seam of 2 places: 1 3 3 1 over 8, cut at the border.
    Preprocessing preprocessing = new Preprocessing(Colours.GREY, 0, 1, ZERO, ONE);
    assertThat(tensor(preprocessing, Shape.of(1, 1, 1, 2), grey(4, 1, 0, 70, 140, 210)))
        .containsExactly(new float[] {50, 160}, within(1e-4f));
  }

  @Test
  void growingInterpolates() {
    Preprocessing preprocessing = new Preprocessing(Colours.GREY, 0, 1, ZERO, ONE);
    assertThat(tensor(preprocessing, Shape.of(1, 1, 1, 4), grey(2, 1, 0, 100)))
        .containsExactly(new float[] {0, 25, 75, 100}, within(1e-4f));
  }

  @Test
  void anExtremeAspectRatioTakesNoMemory() {
    Picture ribbon = new Picture(1 << 20, 1, 1, new byte[1 << 20]);
    Preprocessing preprocessing = new Preprocessing(Colours.GREY, 256, 1, ZERO, ONE);
    assertThat(tensor(preprocessing, Shape.of(1, 1, 224, 224), ribbon)).hasSize(224 * 224);
  }

  @Test
  void preprocessingMustFitTheInput() {
    assertRefused("makes [1, 1, H, W], the input is 1x3x4x4", Colours.GREY, 0, ZERO, ONE);
    assertRefused("a shorter side of 3 is less", Colours.RGB, 3, ZERO, ONE);
    assertRefused("values of mean, got 2", Colours.RGB, 0, List.of(1f, 2f), ONE);
    assertRefused("a deviation is 0", Colours.RGB, 0, ZERO, ZERO);
  }

  private static void assertRefused(
      String message, Colours colours, int shorterSide, List<Float> mean, List<Float> deviation) {
    Preprocessing preprocessing = new Preprocessing(colours, shorterSide, 1, mean, deviation);
    assertThatThrownBy(() -> PictureTensors.of(preprocessing, Shape.of(1, 3, 4, 4)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }
}
