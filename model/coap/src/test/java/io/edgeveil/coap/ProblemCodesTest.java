package io.edgeveil.coap;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgeveil.core.wire.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProblemCodesTest {
  @ParameterizedTest
  @CsvSource({
    "MALFORMED, 4.00",
    "UNKNOWN_MODEL, 4.04",
    "UNKNOWN_SESSION, 4.12",
    "CONFLICT, 4.09",
    "BUSY, 4.29",
    "INCOMPLETE, 4.08",
    "FORBIDDEN, 4.03",
    "NOT_A_DEALER, 4.03",
    "OTHER_ROLE, 4.03",
    "FAILED, 5.00",
  })
  void eachKindHasItsCode(Problem.Type type, String code) {
    assertThat(ProblemCodes.of(type)).hasToString(code);
    assertThat(ProblemCodes.of(Problem.of(type, "x"))).hasToString(code);
  }

  @Test
  void aKindThatIsNotOursIsTheGatewaysFailure() {
    Problem foreign = new Problem("about:blank", "", "", -1, -1, -1);
    assertThat(ProblemCodes.type(foreign)).isEmpty();
    assertThat(ProblemCodes.of(foreign)).hasToString("5.00");
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "1, 1", "1000, 1", "1001, 2", "59999, 60"})
  void theTimeToWaitIsRoundedUp(long milliseconds, long seconds) {
    Problem busy = Problem.of(Problem.Type.BUSY, "x").withRetryAfter(milliseconds);
    assertThat(ProblemCodes.maxAgeSeconds(busy)).isEqualTo(seconds);
  }
}
