package io.edgeveil.sensor.watch;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.edgeveil.core.wire.Topics;
import java.util.List;

/**
 * What Home Assistant wants to read to know of a sensor by itself ("MQTT discovery"): its label is
 * the state, the rest of {@link ShownResult} are attributes, and it is available as long as the
 * device is online.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record HomeAssistantSensor(
    String name,
    String uniqueId,
    String stateTopic,
    String valueTemplate,
    String jsonAttributesTopic,
    String availabilityTopic,
    String availabilityTemplate,
    String icon,
    Device device) {

  /** The piece of hardware that the sensor belongs to. */
  public record Device(List<String> identifiers, String name, String manufacturer, String model) {}

  /**
   * Of a device.
   *
   * @param id of the device
   * @param model name and version
   */
  public static HomeAssistantSensor of(String id, String model) {
    String result = Topics.device(id, "result");
    return new HomeAssistantSensor(
        "Result",
        "edgeveil_" + id + "_result",
        result,
        "{{ value_json.label }}",
        result,
        Topics.device(id, "state"),
        "{{ value_json.state }}", // online, offline: as Home Assistant spells them
        "mdi:eye",
        new Device(List.of("edgeveil_" + id), "Edgeveil " + id, "Edgeveil", model));
  }
}
