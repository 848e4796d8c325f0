package io.edgeveil.gateway.serving;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Bytes promised are given back whole, and who uses most is found. */
class MemoryBudgetTest {
  private final MemoryBudget budget =
      new MemoryBudget(
          Limits.forHeap(1 << 20)
              .with(Limit.PENDING_BYTES_PER_DEVICE, 100)
              .with(Limit.PENDING_BYTES, 250));

  @Test
  void theLastByteMayBeUsedAndIsGivenBack() {
    budget.reserve("a", 60);
    assertThat(budget.hasRoomForDevice("a", 40)).isTrue();
    assertThat(budget.hasRoomForDevice("a", 41)).isFalse();
    budget.reserve("a", 40);
    budget.reserve("b", 100);
    assertThat(budget.hasRoom(50)).isTrue();
    assertThat(budget.hasRoom(51)).isFalse();
    budget.release("a", 60);
    assertThat(budget.usedBytes()).isEqualTo(140);
    assertThat(budget.hasRoomForDevice("a", 60)).isTrue();
    assertThat(budget.hasRoomForDevice("a", 61)).isFalse();
    budget.release("a", 40);
    assertThat(budget.hasRoomForDevice("a", 100)).isTrue();
    budget.release("b", 100);
    assertThat(budget.usedBytes()).isZero();
  }

  @Test
  void theGreediestIsTheOneWithMoreThanTheAskingWouldHave() {
    assertThat(budget.greedierThan("x", 1)).isNull();
    budget.reserve("a", 50);
    budget.reserve("b", 70);
    budget.reserve("c", 60);
    assertThat(budget.greedierThan("x", 69)).isEqualTo("b");
    assertThat(budget.greedierThan("x", 70)).as("as much").isNull();
    assertThat(budget.greedierThan("a", 20)).as("with what it has").isNull();
    assertThat(budget.greedierThan("a", 19)).isEqualTo("b");
    budget.release("b", 70);
    assertThat(budget.greedierThan("x", 1)).isEqualTo("c");
  }
}
