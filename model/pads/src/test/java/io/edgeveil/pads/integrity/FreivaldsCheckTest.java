package io.edgeveil.pads.integrity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

/** The example of the package's description, recomputed. */
class FreivaldsCheckTest {
  private static final int[] MASKED = {67, 15};

  private static FreivaldsCheck example() {
    return new FreivaldsCheck(97, new int[][] {{10, 20}}, new int[][] {{80, 90}});
  }

  @Test
  void theRightResultPassesAndOthersDoNot() {
    try (FreivaldsCheck check = example()) {
      int[] expected = check.expected(MASKED);
      assertThat(expected).containsExactly(17);
      assertThat(check.accepts(new int[] {22, 82}, expected)).isTrue();
      assertThat(check.accepts(new int[] {23, 82}, expected)).isFalse();
      assertThat(check.accepts(new int[] {82, 22}, expected)).isFalse();
      assertThat(check.accepts(new int[] {0, 0}, expected)).isFalse();
      // One in p passes: here e = [2, -1], for which <s, e> = 20 - 20.
      assertThat(check.accepts(new int[] {24, 81}, expected)).isTrue();
    }
  }

  @Test
  void everyRepetitionMustPass() {
    try (FreivaldsCheck check =
        new FreivaldsCheck(97, new int[][] {{10, 20}, {1, 0}}, new int[][] {{80, 90}, {2, 96}})) {
      int[] expected = check.expected(MASKED);
      assertThat(check.repetitions()).isEqualTo(2);
      assertThat(check.accepts(new int[] {22, 82}, expected)).isTrue();
      assertThat(check.accepts(new int[] {24, 81}, expected)).isFalse();
    }
  }

  @Test
  void wantsTensorsOfTheLayer() {
    try (FreivaldsCheck check = example()) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> check.expected(new int[3]))
          .withMessage("the check wants 2 elements, got 3");
      assertThatIllegalArgumentException().isThrownBy(() -> check.accepts(new int[1], new int[1]));
    }
  }

  @Test
  void closedItAcceptsNothingAndHoldsNothing() {
    int[][] vectors = {{10, 20}};
    int[][] images = {{80, 90}};
    FreivaldsCheck check = new FreivaldsCheck(97, vectors, images);
    int[] expected = check.expected(MASKED);
    check.close();
    assertThat(vectors[0]).containsOnly(0);
    assertThat(images[0]).containsOnly(0);
    assertThat(check.accepts(new int[] {22, 82}, expected)).isFalse();
    assertThat(check.accepts(new int[] {22, 82}, check.expected(MASKED))).isFalse();
    assertThat(check).hasToString("FreivaldsCheck[secret]");
  }
}
