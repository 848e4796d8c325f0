package io.edgeveil.broker;

import com.hivemq.extension.sdk.api.auth.parameter.TopicPermission;
import com.hivemq.extension.sdk.api.auth.parameter.TopicPermission.MqttActivity;
import com.hivemq.extension.sdk.api.auth.parameter.TopicPermission.Retain;
import com.hivemq.extension.sdk.api.auth.parameter.TopicPermission.SharedSubscription;
import com.hivemq.extension.sdk.api.packets.auth.DefaultAuthorizationBehaviour;
import com.hivemq.extension.sdk.api.packets.auth.ModifiableDefaultPermissions;
import com.hivemq.extension.sdk.api.services.builder.Builders;
import com.hivemq.extension.sdk.api.services.builder.TopicPermissionBuilder;

/**
 * Our permissions in HiveMQ's terms. HiveMQ checks them itself, on the connection's own thread; an
 * authorizer of ours would cost a change of threads for each message.
 */
final class HiveMqPermissions {

  private HiveMqPermissions() {}

  /** Allows what the permissions allow and denies the rest. */
  static void grant(Permissions permissions, ModifiableDefaultPermissions granted) {
    granted.setDefaultBehaviour(DefaultAuthorizationBehaviour.DENY);
    permissions.list().forEach(permission -> granted.add(topicPermission(permission)));
  }

  private static TopicPermission topicPermission(Permission permission) {
    TopicPermissionBuilder builder =
        Builders.topicPermission()
            .topicFilter(permission.topicFilter())
            .type(TopicPermission.PermissionType.ALLOW)
            .qos(TopicPermission.Qos.ALL);
    switch (permission.action()) {
      case PUBLISH -> builder.activity(MqttActivity.PUBLISH).retain(Retain.NOT_RETAINED);
      case PUBLISH_AND_RETAIN -> builder.activity(MqttActivity.PUBLISH).retain(Retain.ALL);
      case SUBSCRIBE ->
          builder
              .activity(MqttActivity.SUBSCRIBE)
              .sharedSubscription(SharedSubscription.NOT_SHARED);
      case SUBSCRIBE_OR_SHARE ->
          builder
              .activity(MqttActivity.SUBSCRIBE)
              .sharedSubscription(SharedSubscription.ALL)
              .sharedGroup("#");
    }
    return builder.build();
  }
}
