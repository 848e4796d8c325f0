package io.edgeveil.gateway.status;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.edgeveil.core.json.Json;
import io.edgeveil.gateway.serving.ServingFigures;
import org.junit.jupiter.api.Test;

class HealthTest {
  private static final ServingFigures NOTHING = new ServingFigures(0, 0, 0, 0, 0, 0, 0, 0);

  private static String json(ServingFigures before, ServingFigures now, long heapBytes) {
    return new String(Json.write(Health.between(before, now, heapBytes)), UTF_8);
  }

  @Test
  void isFlatJsonWithUnitsInItsKeys() {
    ServingFigures now = new ServingFigures(3, 12, 1, 0, 2, 1, 4096, 30_246);
    assertThat(json(NOTHING, now, 100L << 20))
        .isEqualTo(
            "{\"inferences\":3,\"layers\":12,\"problems\":1,\"conflicts\":0,\"sessions\":2,"
                + "\"queue\":1,\"heap_mb\":100,\"compute_ms_avg\":2.52}");
  }

  @Test
  void theMeanIsThatOfTheLayersSinceTheLastOne() {
    ServingFigures before = new ServingFigures(3, 12, 0, 0, 1, 0, 0, 1_000_000);
    ServingFigures now = new ServingFigures(4, 14, 0, 0, 1, 0, 0, 1_003_000);
    assertThat(Health.between(before, now, 0).computeMsAvg()).isEqualTo(1.5);
    assertThat(Health.between(now, now, 0).computeMsAvg()).isZero();
  }

  @Test
  void staysPlottableAfterYears() {
    ServingFigures now =
        new ServingFigures(
            999_999_999, 9_999_999_999L, 99_999, 9_999, 4096, 128, 1L << 33, 1L << 50);
    assertThat(json(NOTHING, now, 32L << 30)).hasSizeLessThanOrEqualTo(150);
  }
}
