package io.edgeveil.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AllowanceTest {

  private final AtomicLong clock = new AtomicLong();
  private final Allowance allowance = new Allowance(new DeviceQuota(40, 4000), clock::get);

  private void pass(long millis) {
    clock.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
  }

  @Test
  void aQuarterOfASecondsWorthOfMessagesPassesAtOnceAndThenTheRate() {
    for (int i = 0; i < 10; i++) {
      assertThat(allowance.take(1)).isTrue();
    }
    assertThat(allowance.take(1)).isFalse();
    assertThat(allowance.refusedInARow()).isEqualTo(1);
    pass(25);
    assertThat(allowance.take(1)).isTrue();
    assertThat(allowance.refusedInARow()).isZero();
    assertThat(allowance.take(1)).isFalse();
  }

  @Test
  void bytesCountToo() {
    assertThat(allowance.take(900)).isTrue();
    assertThat(allowance.take(200)).isFalse();
    pass(25);
    assertThat(allowance.take(200)).isTrue();
    assertThat(allowance.take(1)).isFalse();
  }

  @Test
  void whatIsLargerThanABurstPassesNowAndThenAndNotMore() {
    assertThat(allowance.take(5000)).isTrue();
    pass(1225);
    assertThat(allowance.take(5000)).isFalse();
    pass(250);
    assertThat(allowance.take(5000)).isTrue();
  }

  @Test
  void nothingIsSavedUpBeyondAQuarterOfASecond() {
    pass(3_600_000);
    int taken = 0;
    while (allowance.take(1)) {
      taken++;
    }
    assertThat(taken).isEqualTo(10);
  }

  @Test
  void aQuotaOfNothingIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new DeviceQuota(0, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new DeviceQuota(1, 0));
  }
}
