package io.edgeveil.gateway.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgeveil.core.tensor.Shape;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GreyTensorTest {

  @ParameterizedTest
  @CsvSource({
    "1, 1, 28, 28,   28, 28",
    "1, 3, 128, 128, 128, 128",
    "1, 3, 129, 129, 65, 65",
    "1, 1, 2, 1000,  125, 1",
    "1, 64, 1, 1,    8, 8",
    "1, 1, 1, 120,   11, 10",
    "1, 1, 1, 1,     1, 1",
    "1, 1, 1, 90000, 128, 128",
  })
  void everyShapeFitsAPictureOfItsFirstElements(int n, int c, int h, int w, int width, int height) {
    Shape shape = Shape.of(n, c, h, w);
    int[] residues = IntStream.range(0, shape.elements()).map(i -> i % 97).toArray();
    GreyTensor grey = GreyTensor.of(residues, shape, 97);
    assertThat(new int[] {grey.width(), grey.height()}).containsExactly(width, height);
    assertThat(grey.pixels()).hasSize(width * height);
    assertThat(grey.pixels()[0]).isZero();
  }
}
