package io.edgeveil.pads.store;

import io.edgeveil.pads.PadsException;
import io.edgeveil.pads.key.PadKey;
import io.edgeveil.pads.record.PadFileException;
import io.edgeveil.pads.record.PadFileReader;
import io.edgeveil.pads.record.PadLayout;
import io.edgeveil.pads.state.StateFile;
import io.edgeveil.pads.state.StateFileException;
import java.io.IOException;

/**
 * The pads of one device and model, each taken once.
 *
 * <p><b>Guarantee.</b> No pad is handed out twice, whatever crashes, as long as the disk keeps what
 * it has forced and nobody restores an old copy of {@code state.bin} (that the gateway's highest
 * index tells). A crash costs one pad at most. Once a pad is taken, the disk no longer holds what
 * would make it again.
 *
 * <p>Safe for use by several threads.
 */
public final class PadStore implements AutoCloseable {
  private final DeviceDescription device;
  private final PadLayout layout;
  private final PadFileReader records;
  private final StateFile state;
  private final BundleLock lock;

  /** Owns all but the description; the parts belong together. */
  PadStore(
      DeviceDescription device,
      PadLayout layout,
      PadFileReader records,
      StateFile state,
      BundleLock lock) {
    this.device = device;
    this.layout = layout;
    this.records = records;
    this.state = state;
    this.lock = lock;
  }

  /** How many pads were made. */
  public long made() {
    return records.header().count();
  }

  /** How many pads can still be taken. */
  public synchronized long left() {
    return records.header().endIndex() - state.nextIndex();
  }

  /** Index of the pad that is taken next. */
  public synchronized long nextIndex() {
    return state.nextIndex();
  }

  /**
   * Checks that a pad can be taken.
   *
   * @throws PadsExhaustedException if none is left
   */
  public synchronized void requireLeft() throws PadsExhaustedException {
    if (left() == 0) {
      throw new PadsExhaustedException(device);
    }
  }

  /**
   * Takes the next pad: the state file is past it before this returns.
   *
   * @return owned by the caller, to be closed
   * @throws PadsExhaustedException if none is left
   * @throws StateFileException if the state could not be written; no pad was used
   * @throws PadFileException if its record is damaged; the pad is lost, the next one may be good
   * @throws IOException if its record cannot be read; the pad is lost
   */
  public synchronized Pad take() throws PadsException, IOException {
    requireLeft();
    long index = state.nextIndex();
    PadKey key = state.spend();
    boolean handedOut = false;
    try {
      byte[] images = records.open(index, key);
      Pad pad = new Pad(index, layout, records.header().digestBytes(), key, images);
      handedOut = true;
      return pad;
    } finally {
      if (!handedOut) {
        key.close();
      }
    }
  }

  /** Lets go of the files and the lock. */
  @Override
  public synchronized void close() throws IOException {
    try (lock;
        records;
        state) {
      // closed in the reverse order: the lock last
    }
  }
}
