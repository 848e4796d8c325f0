package io.edgeveil.sensor.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinkTest {
  @Test
  void readsRateAndDelay() {
    assertThat(Link.parse("10mbit,40ms")).isEqualTo(new Link(10_000_000, Duration.ofMillis(40)));
    assertThat(Link.parse("500kbit")).isEqualTo(new Link(500_000, Duration.ZERO));
    assertThat(Link.parse("1.5Gbit,0.5ms"))
        .isEqualTo(new Link(1_500_000_000, Duration.ofNanos(500_000)));
    assertThat(Link.parse("10mbit,40ms")).hasToString("10mbit,40ms");
    assertThat(Link.parse("1500kbit,0.5ms")).hasToString("1500.0kbit,0.5ms");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "10", "10mbit,", "40ms", "10mbit,40", "-1mbit", "0mbit", "1mbit,99999ms"})
  void refusesWhatIsNoLink(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Link.parse(text));
  }

  /** 2.7 MB and 8 round trips: 2,160 ms and 8 x 40 ms. */
  @Test
  void knowsTheLeastTime() {
    assertThat(Link.parse("10mbit,40ms").limitMillis(2_700_000, 8)).isCloseTo(2480, within(1e-6));
  }
}
