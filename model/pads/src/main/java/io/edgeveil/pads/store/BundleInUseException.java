package io.edgeveil.pads.store;

import io.edgeveil.pads.PadsException;
import java.io.Serial;
import java.nio.file.Path;

/** Another process, or another store of this one, takes pads from the bundle. */
public final class BundleInUseException extends PadsException {
  @Serial private static final long serialVersionUID = 1L;

  BundleInUseException(Path bundle, String lock) {
    super(
        bundle
            + (lock.equals(BundleFiles.LOCK)
                ? " is in use: one sensor at a time takes pads from it"
                : " is in use: somebody else adds pads to it"));
  }
}
