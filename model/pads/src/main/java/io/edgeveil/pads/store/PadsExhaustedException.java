package io.edgeveil.pads.store;

import io.edgeveil.pads.PadsException;
import java.io.Serial;

/** Every pad of the file is spent. */
public final class PadsExhaustedException extends PadsException {
  @Serial private static final long serialVersionUID = 1L;

  PadsExhaustedException(DeviceDescription device) {
    super(
        "no pads left: all "
            + device.pads()
            + " made for device "
            + device.device()
            + " are used; make more with: edgeveil-model pads models/"
            + device.model()
            + " --device "
            + device.device()
            + " --count "
            + device.pads()
            + " -o NEW_DIRECTORY");
  }
}
