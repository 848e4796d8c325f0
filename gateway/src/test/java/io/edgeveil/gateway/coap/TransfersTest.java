package io.edgeveil.gateway.coap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TransfersTest {
  private long nowNanos;
  private final Transfers transfers = new Transfers(100, 250, () -> nowNanos);

  @Test
  void aPeerHoldsSoMuchAndAllTogetherSoMuch() {
    assertThat(transfers.hold("a1", "a", 60)).isTrue();
    assertThat(transfers.hold("a2", "a", 41)).isFalse();
    assertThat(transfers.hold("a2", "a", 40)).isTrue();
    assertThat(transfers.hold("b1", "b", 100)).isTrue();
    assertThat(transfers.hold("c1", "c", 51)).isFalse();
    assertThat(transfers.hold("c1", "c", 50)).isTrue();
    assertThat(transfers.bytes()).isEqualTo(250);
  }

  @Test
  void whatIsReleasedIsThereForOthers() {
    assertThat(transfers.hold("a1", "a", 100)).isTrue();
    transfers.release("a1");
    transfers.release("a1");
    transfers.release("never");
    assertThat(transfers.bytes()).isZero();
    assertThat(transfers.hold("a2", "a", 100)).isTrue();
  }

  @Test
  void theSameTransferHoldsOnceHoweverOftenItIsHeardOf() {
    for (int block = 0; block < 10; block++) {
      assertThat(transfers.hold("a1", "a", 100)).isTrue();
      assertThat(transfers.held("a1")).isEqualTo(100);
    }
    assertThat(transfers.bytes()).isEqualTo(100);
  }

  @Test
  void oneBodyMayBeLongerThanAPeersShare() {
    assertThat(transfers.hold("a1", "a", 200)).isTrue();
    assertThat(transfers.hold("a2", "a", 1)).isFalse();
    assertThat(transfers.hold("b1", "b", 251)).isFalse();
  }

  @Test
  void aPeerHoldsSoManyHoweverShortTheyAre() {
    for (int i = 0; i < 64; i++) {
      assertThat(transfers.hold("a" + i, "a", 1)).isTrue();
    }
    assertThat(transfers.hold("a64", "a", 1)).isFalse();
    assertThat(transfers.hold("b1", "b", 1)).isTrue();
    transfers.release("a7");
    assertThat(transfers.hold("a64", "a", 1)).isTrue();
  }

  @Test
  void whatIsHeardOfIsHeldForLonger() {
    assertThat(transfers.holdLonger("a1")).isFalse();
    assertThat(transfers.hold("a1", "a", 100)).isTrue();
    nowNanos = TimeUnit.SECONDS.toNanos(30);
    assertThat(transfers.holdLonger("a1")).isTrue();
    nowNanos = TimeUnit.SECONDS.toNanos(60);
    assertThat(transfers.hold("b1", "b", 100)).isTrue();
    assertThat(transfers.held("a1")).isEqualTo(100);
  }

  @Test
  void whatIsNotHeardOfAnyMoreGivesItsMemoryBack() {
    assertThat(transfers.hold("a1", "a", 100)).isTrue();
    nowNanos = TimeUnit.SECONDS.toNanos(20);
    assertThat(transfers.hold("b1", "b", 100)).isTrue();
    nowNanos = TimeUnit.SECONDS.toNanos(40);
    assertThat(transfers.hold("c1", "c", 100)).isTrue();
    assertThat(transfers.held("a1")).isZero();
    assertThat(transfers.held("b1")).isEqualTo(100);
    assertThat(transfers.bytes()).isEqualTo(200);
  }
}
