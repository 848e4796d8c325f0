package io.edgeveil.pads.store;

import io.edgeveil.pads.file.Disk;
import java.io.IOException;
import java.nio.file.Path;

/** The right to add pad sets to a bundle, one at a time, while a sensor may take pads from it. */
public final class AddingPads implements AutoCloseable {
  private final BundleLock lock;
  private final SetDirectory sets;

  private AddingPads(BundleLock lock, SetDirectory sets) {
    this.lock = lock;
    this.sets = sets;
  }

  /**
   * Takes the right, without waiting, and removes what an earlier program left unfinished.
   *
   * @throws BundleInUseException if somebody has it
   */
  public static AddingPads to(Path bundle) throws IOException, BundleInUseException {
    BundleLock lock = BundleLock.acquireAdding(bundle);
    boolean taken = false;
    try {
      SetDirectory sets =
          SetDirectory.ready(Disk.OF_THIS_MACHINE, bundle.resolve(BundleFiles.SETS));
      taken = true;
      return new AddingPads(lock, sets);
    } finally {
      if (!taken) {
        lock.close();
      }
    }
  }

  /** Where sets are put. */
  public SetDirectory sets() {
    return sets;
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }
}
