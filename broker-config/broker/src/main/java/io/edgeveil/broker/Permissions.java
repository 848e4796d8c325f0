package io.edgeveil.broker;

import io.edgeveil.broker.Permission.Action;
import io.edgeveil.core.wire.Topics;
import java.util.List;
import java.util.stream.Stream;

/**
 * Who may do what: the one table that the embedded broker enforces, that the gateway asks whether a
 * reply may go where its requester wants it, and that access lists for other brokers are written
 * from. What is not in it is denied.
 *
 * <p><b>Guarantee:</b> a device publishes and reads under its own id alone, whoever holds its
 * password; a viewer, whatever it subscribes to, gets no tensor from the broker, masked or not, and
 * publishes nothing but that a Home Assistant comes and goes; nobody can leave a tensor in the
 * broker as a retained message, and a device leaves no more than the six small ones that are named
 * here. It holds on a broker that enforces this table and keeps passwords to their owners. (The
 * gateway's web page is another way: it shows a viewer 8 bits of each number of the latest masked
 * tensor, which are as uniform as the whole.)
 */
public final class Permissions {

  /** The largest message on a topic that may be retained, with all its properties. */
  static final int MOST_STATUS_BYTES = 16 << 10;

  private static final String SHARE = "$share/";

  /** What brokers tell of themselves, where they do. */
  private static final String BROKER_STATUS = "$SYS/#";

  /** All that a viewer is ever sent. */
  private static final List<String> VIEWABLE =
      List.of(
          Topics.everyGatewayStatus(),
          Topics.everyDeviceStatus(),
          Topics.everyHomeAssistantSensor(),
          Topics.HOME_ASSISTANT_STATUS,
          BROKER_STATUS);

  private final List<Permission> permissions;
  private final List<String> receivable;

  private Permissions(List<Permission> permissions, List<String> receivable) {
    this.permissions = permissions;
    this.receivable = receivable;
  }

  /** The permissions of an account. */
  public static Permissions of(Account account) {
    String id = account.name();
    return new Permissions(
        switch (account.role()) {
          case DEVICE ->
              and(
                  retained(Topics.retainedOfDevice(id)),
                  new Permission(Action.PUBLISH, Topics.open(id)),
                  new Permission(Action.PUBLISH, Topics.everyLayerOfDevice(id)),
                  new Permission(Action.SUBSCRIBE, Topics.reply(id)));
          case GATEWAY ->
              and(
                  retained(Topics.retainedOfGateway(id)),
                  new Permission(Action.SUBSCRIBE_OR_SHARE, Topics.ALL_OPENS),
                  new Permission(Action.SUBSCRIBE, Topics.everyLayer(id)),
                  new Permission(Action.SUBSCRIBE, Topics.everyDeviceStatus()),
                  new Permission(Action.PUBLISH, Topics.everyReply()));
          case VIEWER ->
              and(
                  retained(List.of(Topics.HOME_ASSISTANT_STATUS)),
                  new Permission(Action.SUBSCRIBE, "#"),
                  new Permission(Action.SUBSCRIBE, BROKER_STATUS));
        },
        account.role() == Role.VIEWER ? VIEWABLE : List.of("#"));
  }

  private static Stream<Permission> retained(List<String> filters) {
    return filters.stream().map(filter -> new Permission(Action.PUBLISH_AND_RETAIN, filter));
  }

  private static List<Permission> and(Stream<Permission> some, Permission... others) {
    return Stream.concat(some, Stream.of(others)).toList();
  }

  /** Whether a message may be published to a topic. */
  public boolean mayPublish(String topic, boolean retained) {
    return permissions.stream().anyMatch(permission -> permission.allowsPublish(topic, retained));
  }

  /**
   * Whether a topic filter may be subscribed to; {@code $share/group/filter} is a shared
   * subscription.
   */
  public boolean maySubscribe(String topicFilter) {
    boolean shared = topicFilter.startsWith(SHARE);
    String filter = shared ? afterGroup(topicFilter) : topicFilter;
    return permissions.stream().anyMatch(permission -> permission.allowsSubscribe(filter, shared));
  }

  /**
   * Whether a message on a topic may be delivered. A viewer may ask for everything, as its tools do
   * unasked, and gets status alone.
   */
  public boolean mayReceive(String topic) {
    return receivable.stream().anyMatch(filter -> TopicFilter.covers(filter, topic));
  }

  /**
   * What is ever delivered, as topic filters: for a viewer status alone, for all others what they
   * may subscribe to.
   */
  public List<String> receivable() {
    List<String> subscribable =
        permissions.stream()
            .filter(permission -> permission.action().isSubscription())
            .map(Permission::topicFilter)
            .toList();
    return subscribable.contains("#") ? receivable : subscribable;
  }

  /** The rows of the table. */
  public List<Permission> list() {
    return permissions;
  }

  private static String afterGroup(String sharedFilter) {
    int slash = sharedFilter.indexOf('/', SHARE.length());
    return slash < 0 ? "" : sharedFilter.substring(slash + 1);
  }
}
