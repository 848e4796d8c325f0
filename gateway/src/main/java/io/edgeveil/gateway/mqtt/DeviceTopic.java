package io.edgeveil.gateway.mqtt;

import io.edgeveil.core.wire.Ids;
import io.edgeveil.gateway.watch.Sensors;
import java.util.Optional;

/**
 * {@code edgeveil/device/<device>/<leaf>}, where a device shows something of itself.
 *
 * @param device its id
 * @param leaf one of {@link Sensors#LEAVES}
 */
record DeviceTopic(String device, String leaf) {
  private static final int LEVELS = 4;

  /** A topic read so, if it is one. */
  static Optional<DeviceTopic> parse(String topic) {
    String[] levels = topic.split("/", -1);
    return levels.length == LEVELS
            && levels[0].equals("edgeveil")
            && levels[1].equals("device")
            && Ids.isId(levels[2])
            && Sensors.LEAVES.contains(levels[3])
        ? Optional.of(new DeviceTopic(levels[2], levels[3]))
        : Optional.empty();
  }
}
