package io.edgeveil.core.wire;

import java.util.List;
import java.util.stream.Stream;

/**
 * The MQTT topics. Nothing that changes from message to message is part of a topic.
 *
 * <pre>
 * edgeveil/open/&lt;device&gt;                                   sensor: opens a session (JSON)
 * edgeveil/layer/&lt;gateway&gt;/&lt;model&gt;/&lt;layer&gt;/&lt;device&gt;      sensor: chunks of a masked tensor
 * edgeveil/reply/&lt;device&gt;                                  gateway: chunks of a masked result, problems
 * edgeveil/gateway/&lt;gateway&gt;/{state,info,health,models/…}   gateway: retained JSON for people
 * edgeveil/device/&lt;device&gt;/{state,stats,error}              sensor: retained JSON for people
 * edgeveil/device/&lt;device&gt;/{watch,result}                   the same, of a sensor that watches
 * homeassistant/sensor/&lt;device&gt;/config                     sensor: only if its owner asks
 * homeassistant/status                                    Home Assistant: whether it is there
 * </pre>
 */
public final class Topics {
  private static final String ROOT = "edgeveil/";
  private static final String HOME_ASSISTANT = "homeassistant/sensor/";

  /** Every session-open topic; the part after {@code open/} is the device. */
  public static final String ALL_OPENS = ROOT + "open/+";

  /** Where Home Assistant says, unless told otherwise, that it comes and goes. */
  public static final String HOME_ASSISTANT_STATUS = "homeassistant/status";

  private Topics() {}

  /** Where a device asks for a session. */
  public static String open(String device) {
    return ROOT + "open/" + Ids.requireId("device", device);
  }

  /** Where a device publishes the chunks of one layer. */
  public static String layer(String gateway, String model, String layer, String device) {
    return layerRoot(gateway)
        + Ids.requireId("model", model)
        + "/"
        + Ids.requireId("layer", layer)
        + "/"
        + Ids.requireId("device", device);
  }

  /** The gateway's subscription to one layer of one model, from every device. */
  public static String layerOfEveryDevice(String gateway, String model, String layer) {
    return layerRoot(gateway)
        + Ids.requireId("model", model)
        + "/"
        + Ids.requireId("layer", layer)
        + "/+";
  }

  /** Everything a gateway may receive bulk on. */
  public static String everyLayer(String gateway) {
    return layerRoot(gateway) + "#";
  }

  /** What a device may publish bulk to, at any gateway. */
  public static String everyLayerOfDevice(String device) {
    return ROOT + "layer/+/+/+/" + Ids.requireId("device", device);
  }

  /** Where a device awaits its replies. */
  public static String reply(String device) {
    return ROOT + "reply/" + Ids.requireId("device", device);
  }

  /** Every device's replies. */
  public static String everyReply() {
    return ROOT + "reply/+";
  }

  /** A gateway's retained topic, for example {@code state}. */
  public static String gateway(String gateway, String leaf) {
    return ROOT + "gateway/" + Ids.requireId("gateway", gateway) + "/" + leaf;
  }

  /** A gateway's retained description of a model. */
  public static String gatewayModel(String gateway, String model) {
    return gateway(gateway, "models/" + Ids.requireId("model", model));
  }

  /** A device's retained topic, for example {@code stats}. */
  public static String device(String device, String leaf) {
    return ROOT + "device/" + Ids.requireId("device", device) + "/" + leaf;
  }

  /** All that a device may leave retained. */
  public static List<String> retainedOfDevice(String device) {
    return Stream.concat(
            Stream.of("state", "stats", "error", "watch", "result")
                .map(leaf -> device(device, leaf)),
            Stream.of(homeAssistantSensor(device)))
        .toList();
  }

  /** All that a gateway may leave retained, as topic filters. */
  public static List<String> retainedOfGateway(String gateway) {
    return Stream.of("state", "info", "health", "models/+")
        .map(leaf -> gateway(gateway, leaf))
        .toList();
  }

  /** Where a device may announce itself to Home Assistant, retained. */
  public static String homeAssistantSensor(String device) {
    return HOME_ASSISTANT + Ids.requireId("device", device) + "/config";
  }

  /** Every device's announcement to Home Assistant. */
  public static String everyHomeAssistantSensor() {
    return HOME_ASSISTANT + "+/config";
  }

  /** The same retained topic of every device. */
  public static String everyDevice(String leaf) {
    return ROOT + "device/+/" + leaf;
  }

  /** All status of all gateways. */
  public static String everyGatewayStatus() {
    return ROOT + "gateway/#";
  }

  /** All status of all devices. */
  public static String everyDeviceStatus() {
    return ROOT + "device/#";
  }

  /** The last level of a topic: the device, for open, layer and reply topics. */
  public static String lastLevel(String topic) {
    return topic.substring(topic.lastIndexOf('/') + 1);
  }

  private static String layerRoot(String gateway) {
    return ROOT + "layer/" + Ids.requireId("gateway", gateway) + "/";
  }
}
