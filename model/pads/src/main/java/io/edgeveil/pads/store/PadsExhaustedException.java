package io.edgeveil.pads.store;

import io.edgeveil.pads.PadsException;
import java.io.Serial;
import java.nio.file.Path;

/** Every pad of every set is spent. */
public final class PadsExhaustedException extends PadsException {
  @Serial private static final long serialVersionUID = 1L;

  PadsExhaustedException(DeviceDescription device, Path bundle, long made) {
    super(
        "no pads left: all "
            + made
            + " made for device "
            + device.device()
            + " are used; make more where the model is with: "
            + MorePads.make(device, Math.max(made, 1))
            + ", then move them in with: "
            + MorePads.move(bundle));
  }
}
