package io.edgeveil.gateway.watch;

import com.fasterxml.jackson.databind.JsonNode;
import io.edgeveil.core.json.Json;
import io.edgeveil.core.json.JsonFormatException;
import java.util.Optional;
import java.util.OptionalLong;

/** A status message of a device, read within bounds; keys that are missing are just that. */
final class DeviceReport {
  private static final int MAX_BYTES = 4096;
  private static final long MAX_NUMBER = 1L << 53; // what a page's numbers hold

  private final JsonNode json;

  private DeviceReport(JsonNode json) {
    this.json = json;
  }

  /** The message, unless it is too long or no JSON object. An empty one says nothing. */
  static Optional<DeviceReport> read(byte[] payload) {
    if (payload.length > MAX_BYTES) {
      return Optional.empty();
    }
    try {
      JsonNode json =
          Json.read(payload.length == 0 ? new byte[] {'{', '}'} : payload, JsonNode.class);
      return json.isObject() ? Optional.of(new DeviceReport(json)) : Optional.empty();
    } catch (JsonFormatException e) {
      return Optional.empty(); // a device's own affair: whoever looks at its topic sees it
    }
  }

  /** A text of the device's, fit to be shown; empty if there is none. */
  String text(String key) {
    JsonNode value = json.path(key);
    return value.isTextual() ? Shown.of(value.asText()) : "";
  }

  /** A count or an amount, at least 0. */
  OptionalLong number(String key) {
    JsonNode value = json.path(key);
    if (!value.isNumber() || !(value.asDouble() >= 0) || value.asDouble() > MAX_NUMBER) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(Math.round(value.asDouble()));
  }
}
