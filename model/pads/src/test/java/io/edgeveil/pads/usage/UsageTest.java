package io.edgeveil.pads.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsageTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  @TempDir Path directory;

  @Test
  void theRateIsTheMeanOfTheLastSevenDays() {
    Usage usage = Usage.NONE;
    for (int day = 20; day >= 1; day--) {
      usage = usage.plus(48, NOON.minus(Duration.ofDays(day)));
    }
    assertThat(usage.padsPerDay(NOON).orElseThrow()).isCloseTo(48, within(0.001));
  }

  @Test
  void aShortHistoryIsNotSpreadOverSevenDays() {
    Usage usage = Usage.NONE.plus(10, NOON.minus(Duration.ofHours(12)));
    assertThat(usage.padsPerDay(NOON).orElseThrow()).isCloseTo(20, within(0.001));
    usage = Usage.NONE.plus(10, NOON); // an hour at least
    assertThat(usage.padsPerDay(NOON).orElseThrow()).isCloseTo(240, within(0.001));
  }

  @Test
  void withoutUseInTheLastDaysNoRateIsKnown() {
    assertThat(Usage.NONE.padsPerDay(NOON)).isEmpty();
    assertThat(Usage.NONE.plus(5, NOON.minus(Duration.ofDays(8))).padsPerDay(NOON)).isEmpty();
  }

  @Test
  void whatIsOldOrToComeIsForgotten() {
    Usage usage =
        Usage.NONE
            .plus(1, NOON.plus(Duration.ofDays(400))) // the clock was wrong
            .plus(1, NOON.minus(Duration.ofDays(60)))
            .plus(1, NOON.minus(Duration.ofDays(2)))
            .plus(1, NOON);
    assertThat(usage.padsByHour()).hasSize(2);
  }

  @Test
  void theLogAddsUpOverRunsAndSurvivesDamage() throws Exception {
    Path file = directory.resolve("usage.json");
    for (int run = 0; run < 2; run++) {
      try (UsageLog log = UsageLog.open(file, Clock.fixed(NOON, ZoneOffset.UTC))) {
        log.count();
        log.count();
      }
    }
    assertThat(UsageLog.read(file).padsByHour().values()).containsExactly(4L);
    assertThat(Files.readString(file)).isEqualTo("{\"pads_by_hour\":{\"498708\":4}}");
    Files.writeString(file, "{");
    assertThat(UsageLog.read(file)).isEqualTo(Usage.NONE);
    UsageLog.none().close();
  }
}
