package io.edgeveil.pads.state;

import java.io.Closeable;
import java.io.IOException;

/**
 * Where the two slots lie: a file, or in tests a disk that fails at any point.
 *
 * <p>What was written may be lost, in part or in whole, until {@link #force} has returned.
 */
public interface StateStorage extends Closeable {

  /** Bytes of a slot. */
  int SLOT_BYTES = StateFormat.SLOT_BYTES;

  /**
   * The content of a slot.
   *
   * @param slot 0 or 1
   * @return {@link #SLOT_BYTES} bytes, owned by the caller
   */
  byte[] read(int slot) throws IOException;

  /**
   * Overwrites a slot.
   *
   * @param slot 0 or 1
   * @param bytes {@link #SLOT_BYTES} of them, read
   */
  void write(int slot, byte[] bytes) throws IOException;

  /** Returns when everything written before would survive a power cut. */
  void force() throws IOException;
}
