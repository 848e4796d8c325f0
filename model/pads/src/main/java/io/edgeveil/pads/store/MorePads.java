package io.edgeveil.pads.store;

import java.nio.file.Path;

/** The commands that get a device more pads. */
public final class MorePads {
  /** The directory that both commands name. */
  private static final String BETWEEN = "more-pads";

  private MorePads() {}

  /** To be typed where the model is. */
  public static String make(DeviceDescription device, long count) {
    return "edgeveil-model pads models/"
        + device.model()
        + "/"
        + device.version()
        + " --device "
        + device.device()
        + " --count "
        + count
        + " -o "
        + BETWEEN;
  }

  /** To be typed on the device, also while it is at work. */
  public static String move(Path bundle) {
    return "edgeveil-sensor refill --bundle " + bundle + " --from " + BETWEEN;
  }
}
