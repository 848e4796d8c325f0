package io.edgeveil.prepare.quantise;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MagnitudesTest {

  private static float limit(float[] values, int levels) {
    Magnitudes magnitudes = new Magnitudes();
    magnitudes.reach(values);
    magnitudes.count(values);
    return magnitudes.bestLimit(levels);
  }

  @Test
  void evenValuesKeepTheirRange() {
    float[] values = new float[1000];
    for (int i = 0; i < values.length; i++) {
      values[i] = (i - 500) / 100f;
    }
    assertThat(limit(values, 127)).isBetween(4.9f, 5f);
  }

  @Test
  void anOutlierIsCutOffWhereLevelsAreFew() {
    float[] values = new float[100_000];
    for (int i = 0; i < values.length; i++) {
      values[i] = i / 100_000f;
    }
    values[0] = 3;
    assertThat(limit(values, 15)).isBetween(0.9f, 1.2f);
  }

  @Test
  void nothingButZeros() {
    assertThat(limit(new float[10], 255)).isZero();
  }
}
