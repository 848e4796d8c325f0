package io.edgeveil.broker;

import io.edgeveil.broker.Permission.Action;
import io.edgeveil.core.wire.Topics;
import java.util.List;

/**
 * Who may do what: the one table that the embedded broker enforces, that the gateway asks whether a
 * reply may go where its requester wants it, and that access lists for other brokers are written
 * from. What is not in it is denied.
 *
 * <p><b>Guarantee:</b> a device publishes and reads under its own id alone, whoever holds its
 * password; a viewer, whatever it subscribes to, sees no tensor, masked or not, and publishes
 * nothing; nobody can leave a tensor in the broker as a retained message. It holds on a broker that
 * enforces this table and keeps passwords to their owners.
 */
public final class Permissions {

  private static final String SHARE = "$share/";

  /** What brokers tell of themselves, where they do. */
  private static final String BROKER_STATUS = "$SYS/#";

  /** All that a viewer is ever sent. */
  private static final List<String> VIEWABLE =
      List.of(
          Topics.everyGatewayStatus(),
          Topics.everyDeviceStatus(),
          Topics.everyHomeAssistantSensor(),
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
              List.of(
                  new Permission(Action.PUBLISH, Topics.open(id)),
                  new Permission(Action.PUBLISH, Topics.everyLayerOfDevice(id)),
                  new Permission(Action.PUBLISH_AND_RETAIN, Topics.device(id, "#")),
                  new Permission(Action.PUBLISH_AND_RETAIN, Topics.homeAssistantSensor(id)),
                  new Permission(Action.SUBSCRIBE, Topics.reply(id)));
          case GATEWAY ->
              List.of(
                  new Permission(Action.SUBSCRIBE_OR_SHARE, Topics.ALL_OPENS),
                  new Permission(Action.SUBSCRIBE, Topics.everyLayer(id)),
                  new Permission(Action.SUBSCRIBE, Topics.everyDeviceStatus()),
                  new Permission(Action.PUBLISH, Topics.everyReply()),
                  new Permission(Action.PUBLISH_AND_RETAIN, Topics.gateway(id, "#")));
          case VIEWER ->
              List.of(
                  new Permission(Action.SUBSCRIBE, "#"),
                  new Permission(Action.SUBSCRIBE, BROKER_STATUS));
        },
        account.role() == Role.VIEWER ? VIEWABLE : List.of("#"));
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
