package io.edgeveil.broker;

import java.util.Objects;

/**
 * Leave to do one thing on the topics of a filter.
 *
 * @param action what may be done
 * @param topicFilter where; for a subscription, also everything narrower
 */
public record Permission(Action action, String topicFilter) {

  /** What may be done on a topic. */
  public enum Action {
    /** Publish, never retained: bulk must not stay in the broker. */
    PUBLISH,
    /** Publish, retained or not: status. */
    PUBLISH_AND_RETAIN,
    /** Subscribe alone. */
    SUBSCRIBE,
    /** Subscribe alone or, by {@code $share}, together with others. */
    SUBSCRIBE_OR_SHARE;

    boolean isSubscription() {
      return this == SUBSCRIBE || this == SUBSCRIBE_OR_SHARE;
    }
  }

  public Permission {
    Objects.requireNonNull(action, "action");
    Objects.requireNonNull(topicFilter, "topicFilter");
  }

  boolean allowsPublish(String topic, boolean retained) {
    return switch (action) {
      case PUBLISH -> !retained && TopicFilter.covers(topicFilter, topic);
      case PUBLISH_AND_RETAIN -> TopicFilter.covers(topicFilter, topic);
      case SUBSCRIBE, SUBSCRIBE_OR_SHARE -> false;
    };
  }

  boolean allowsSubscribe(String filter, boolean shared) {
    return switch (action) {
      case SUBSCRIBE -> !shared && TopicFilter.covers(topicFilter, filter);
      case SUBSCRIBE_OR_SHARE -> TopicFilter.covers(topicFilter, filter);
      case PUBLISH, PUBLISH_AND_RETAIN -> false;
    };
  }
}
