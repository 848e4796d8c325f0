package io.edgeveil.broker;

import com.hivemq.extension.sdk.api.interceptor.publish.PublishOutboundInterceptor;
import com.hivemq.extension.sdk.api.interceptor.publish.parameter.PublishOutboundInput;
import com.hivemq.extension.sdk.api.interceptor.publish.parameter.PublishOutboundOutput;

/**
 * Lets a viewer receive status alone, whatever it has subscribed to. It stands in viewers'
 * connections and in no others.
 */
final class ViewerFilter implements PublishOutboundInterceptor {

  private final Permissions permissions;
  private final Runnable withheld;

  /** Tells of each message before it is kept back. */
  ViewerFilter(Permissions permissions, Runnable withheld) {
    this.permissions = permissions;
    this.withheld = withheld;
  }

  @Override
  public void onOutboundPublish(PublishOutboundInput input, PublishOutboundOutput output) {
    if (!permissions.mayReceive(input.getPublishPacket().getTopic())) {
      withheld.run();
      output.preventPublishDelivery();
    }
  }
}
