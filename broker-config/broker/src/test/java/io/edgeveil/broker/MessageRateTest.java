package io.edgeveil.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MessageRateTest {
  @Test
  void aSteadyFlowIsReachedAndForgottenWithinAQuarterOfAnHour() {
    MessageRate rate = new MessageRate();
    long seconds = 0;
    long count = 0;
    assertThat(rate.perMinute(count, 0)).isEqualTo("0.00");
    String last = "";
    for (; seconds < 1500; seconds += 10, count += 20) {
      last = rate.perMinute(count, TimeUnit.SECONDS.toNanos(seconds));
    }
    assertThat(Double.parseDouble(last)).isBetween(118.0, 120.0);
    for (int i = 0; i < 90; i++, seconds += 10) {
      last = rate.perMinute(count, TimeUnit.SECONDS.toNanos(seconds));
    }
    assertThat(Double.parseDouble(last)).isBetween(3.0, 12.0);
  }
}
