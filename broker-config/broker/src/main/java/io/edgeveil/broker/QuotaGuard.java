package io.edgeveil.broker;

import com.hivemq.extension.sdk.api.interceptor.publish.PublishInboundInterceptor;
import com.hivemq.extension.sdk.api.interceptor.publish.parameter.PublishInboundInput;
import com.hivemq.extension.sdk.api.interceptor.publish.parameter.PublishInboundOutput;
import com.hivemq.extension.sdk.api.packets.disconnect.DisconnectReasonCode;
import com.hivemq.extension.sdk.api.packets.publish.AckReasonCode;
import com.hivemq.extension.sdk.api.services.session.ClientService;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps each device within its {@link DeviceQuota}. A message too many is acknowledged with reason
 * 0x97, quota exceeded (MQTT 5.0, section 3.4.2.1), and goes nowhere; who goes on all the same, or
 * sends without asking for acknowledgements, is disconnected with 0x96, message rate too high
 * (section 3.14.2.1).
 */
final class QuotaGuard {

  private static final Logger log = LoggerFactory.getLogger(QuotaGuard.class);
  private static final int REFUSALS_UNTIL_DISCONNECT = 100;

  private final DeviceQuota quota;
  private final Runnable withheld;
  private final Map<String, Allowance> allowances = new ConcurrentHashMap<>();
  private volatile ClientService clients;

  /** Tells of each message before it is kept back. */
  QuotaGuard(DeviceQuota quota, Runnable withheld) {
    this.quota = quota;
    this.withheld = withheld;
  }

  void start(ClientService clientService) {
    clients = clientService;
  }

  /** For a connection of a device; all of one device share its quota. */
  PublishInboundInterceptor of(Account device) {
    Allowance allowance =
        allowances.computeIfAbsent(device.name(), name -> new Allowance(quota, System::nanoTime));
    return (input, output) -> check(device, allowance, input, output);
  }

  private void check(
      Account device, Allowance allowance, PublishInboundInput input, PublishInboundOutput output) {
    int bytes = input.getPublishPacket().getPayload().map(payload -> payload.remaining()).orElse(0);
    if (allowance.take(bytes)) {
      return;
    }
    int refused = allowance.refusedInARow();
    if (refused == 1) {
      log.warn("'{}' publishes more than its quota: {}", device.name(), quota);
    }
    withheld.run();
    output.preventPublishDelivery(AckReasonCode.QUOTA_EXCEEDED, "more than the device's quota");
    if (refused >= REFUSALS_UNTIL_DISCONNECT) {
      log.warn("'{}' is disconnected: it goes on beyond its quota", device.name());
      var unused =
          clients.disconnectClient(
              input.getClientInformation().getClientId(),
              false,
              DisconnectReasonCode.MESSAGE_RATE_TOO_HIGH,
              "goes on beyond the device's quota");
    }
  }
}
