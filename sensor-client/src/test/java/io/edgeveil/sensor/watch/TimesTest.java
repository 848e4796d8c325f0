package io.edgeveil.sensor.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When pictures are taken, and how times are written. */
class TimesTest {
  @Test
  void atOnceThenAtEqualDistancesAndWithoutBursts() throws Exception {
    FakeClock clock = new FakeClock();
    long start = clock.nanos();
    IntervalTrigger every = new IntervalTrigger(Duration.ofSeconds(10), clock);
    long[] expected = {0, 10, 20, 45, 50, 60}; // seconds
    for (int i = 0; i < expected.length; i++) {
      assertThat(every.await()).isTrue();
      assertThat(Duration.ofNanos(clock.nanos() - start)).hasSeconds(expected[i]);
      clock.pass(Duration.ofSeconds(i == 2 ? 25 : 1)); // the third picture takes long
    }
    assertThat(every.description()).isEqualTo("every 10s");
  }

  @Test
  @Timeout(20)
  void aPictureForEachLine() throws Exception {
    LineTrigger lines =
        new LineTrigger(new ByteArrayInputStream("go\n".getBytes(StandardCharsets.UTF_8)));
    assertThat(lines.await()).isTrue();
    assertThat(lines.await()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0ms", "500ms", "10s", "2m", "1h", "36h", "7d"})
  void timesAreWrittenAsTheyAreRead(String text) {
    assertThat(Durations.text(Durations.parse(text))).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "10", "s", "-1s", "1.5s", "1 s", "1w", "1234567890s"})
  void whatIsNoTimeIsRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Durations.parse(text))
        .withMessageContaining("'" + text + "'");
  }
}
