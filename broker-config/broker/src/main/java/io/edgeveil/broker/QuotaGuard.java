package io.edgeveil.broker;

import com.hivemq.extension.sdk.api.interceptor.publish.PublishInboundInterceptor;
import com.hivemq.extension.sdk.api.interceptor.publish.parameter.PublishInboundInput;
import com.hivemq.extension.sdk.api.interceptor.publish.parameter.PublishInboundOutput;
import com.hivemq.extension.sdk.api.packets.disconnect.DisconnectReasonCode;
import com.hivemq.extension.sdk.api.packets.general.UserProperty;
import com.hivemq.extension.sdk.api.packets.publish.AckReasonCode;
import com.hivemq.extension.sdk.api.packets.publish.PublishPacket;
import com.hivemq.extension.sdk.api.services.session.ClientService;
import java.nio.Buffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/**
 * Keeps each device and viewer within its {@link DeviceQuota}. A message too many is acknowledged
 * with reason 0x97, quota exceeded (MQTT 5.0, section 3.4.2.1), and goes nowhere; who goes on all
 * the same, or sends without asking for acknowledgements, is disconnected with 0x96, message rate
 * too high (section 3.14.2.1). So does a message while more waits in the broker than it can hold;
 * and one that may be retained and is large is refused as not authorised.
 */
final class QuotaGuard {

  private static final int REFUSALS_UNTIL_DISCONNECT = 100;

  /** Why a message, or a last will, is refused. */
  static final String TOO_LARGE =
      "what may be retained has at most " + Permissions.MOST_STATUS_BYTES + " bytes in all";

  private final DeviceQuota quota;
  private final Runnable withheld;
  private final BooleanSupplier full;
  private final RefusalLog refusals;
  private final Map<String, Allowance> allowances = new ConcurrentHashMap<>();
  private volatile ClientService clients;

  /** Tells of each message before it is kept back; asks whether the broker holds too much. */
  QuotaGuard(DeviceQuota quota, Runnable withheld, BooleanSupplier full, RefusalLog refusals) {
    this.quota = quota;
    this.withheld = withheld;
    this.full = full;
    this.refusals = refusals;
  }

  void start(ClientService clientService) {
    clients = clientService;
  }

  /** For a connection; all of one account share its quota. */
  PublishInboundInterceptor of(Account sender) {
    Allowance allowance =
        allowances.computeIfAbsent(sender.name(), name -> new Allowance(quota, System::nanoTime));
    Permissions permissions = Permissions.of(sender);
    return (input, output) -> check(sender, permissions, allowance, input, output);
  }

  private void check(
      Account sender,
      Permissions permissions,
      Allowance allowance,
      PublishInboundInput input,
      PublishInboundOutput output) {
    PublishPacket message = input.getPublishPacket();
    long bytes = bytes(message);
    if (!allowance.take(bytes)) {
      refuse(output, AckReasonCode.QUOTA_EXCEEDED, "more than the device's quota");
      insist(sender, allowance.refusedInARow(), input.getClientInformation().getClientId());
    } else if (bytes > Permissions.MOST_STATUS_BYTES
        && permissions.mayPublish(message.getTopic(), true)) {
      refusals.refused(sender.name(), message.getTopic() + ": " + TOO_LARGE);
      refuse(output, AckReasonCode.NOT_AUTHORIZED, TOO_LARGE);
    } else if (full.getAsBoolean()) {
      refuse(output, AckReasonCode.QUOTA_EXCEEDED, "the broker is busy");
    }
  }

  /** Bytes of all that a sender can make large; the topic has a limit of its own. */
  static long bytes(PublishPacket message) {
    long bytes = message.getPayload().map(Buffer::remaining).orElse(0);
    bytes += message.getCorrelationData().map(Buffer::remaining).orElse(0);
    bytes += message.getResponseTopic().map(String::length).orElse(0);
    bytes += message.getContentType().map(String::length).orElse(0);
    for (UserProperty property : message.getUserProperties().asList()) {
      bytes += property.getName().length() + property.getValue().length();
    }
    return bytes;
  }

  private void refuse(PublishInboundOutput output, AckReasonCode code, String why) {
    withheld.run();
    output.preventPublishDelivery(code, why);
  }

  private void insist(Account sender, int refused, String clientId) {
    if (refused == 1) {
      refusals.refused(sender.name(), "it publishes more than its quota: " + quota);
    }
    if (refused >= REFUSALS_UNTIL_DISCONNECT) {
      refusals.refused(sender.name(), "it is disconnected, for it goes on beyond its quota");
      var unused =
          clients.disconnectClient(
              clientId,
              false,
              DisconnectReasonCode.MESSAGE_RATE_TOO_HIGH,
              "goes on beyond the device's quota");
    }
  }
}
