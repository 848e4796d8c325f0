package io.edgeveil.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Covering is what makes permissions safe: whatever a covered filter matches, the covering one
 * matches too.
 */
class TopicFilterLawTest {

  @Property(tries = 5000)
  void whatACoveredFilterCoversIsCovered(
      @ForAll("filters") String wide,
      @ForAll("filters") String narrow,
      @ForAll("topics") String topic) {
    if (TopicFilter.covers(wide, narrow) && TopicFilter.covers(narrow, topic)) {
      assertThat(TopicFilter.covers(wide, topic)).isTrue();
    }
  }

  @Property
  void everyFilterCoversItself(@ForAll("filters") String filter) {
    assertThat(TopicFilter.covers(filter, filter)).isTrue();
    assertThat(TopicFilter.covers("#", filter)).isTrue();
  }

  @Provide
  Arbitrary<String> topics() {
    return Arbitraries.of("a", "b", "")
        .list()
        .ofMinSize(1)
        .ofMaxSize(4)
        .map(TopicFilterLawTest::join);
  }

  @Provide
  Arbitrary<String> filters() {
    Arbitrary<List<String>> levels = Arbitraries.of("a", "b", "+").list().ofMinSize(1).ofMaxSize(4);
    return levels.flatMap(list -> Arbitraries.of("", "/#").map(end -> join(list) + end));
  }

  private static String join(List<String> levels) {
    return String.join("/", levels);
  }
}
