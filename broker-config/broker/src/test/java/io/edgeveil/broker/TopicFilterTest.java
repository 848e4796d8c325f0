package io.edgeveil.broker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopicFilterTest {

  @ParameterizedTest
  @CsvSource({
    "a/b, a/b, true",
    "a/b, a/b/c, false",
    "a/b/c, a/b, false",
    "a/+, a/b, true",
    "a/+, a/, true",
    "a/+, a, false",
    "a/+, a/b/c, false",
    "a/+, a/+, true",
    "a/b, a/+, false",
    "a/+, a/#, false",
    "a/#, a/#, true",
    "a/#, a/+/b, true",
    "a/#, a, true",
    "a/#, a/b/c/d, true",
    "a/#, b, false",
    "a/#, #, false",
    "a/#, +/b, false",
    "+/b, a/b, true",
    "#, a/b, true",
    "A/b, a/b, false",
  })
  void coversWhatIsNarrower(String filter, String narrower, boolean covers) {
    assertThat(TopicFilter.covers(filter, narrower)).isEqualTo(covers);
  }
}
