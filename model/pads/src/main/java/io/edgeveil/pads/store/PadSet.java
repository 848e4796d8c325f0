package io.edgeveil.pads.store;

import io.edgeveil.pads.PadsException;
import io.edgeveil.pads.key.PadKey;
import io.edgeveil.pads.record.PadFileHeader;
import io.edgeveil.pads.record.PadFileReader;
import io.edgeveil.pads.record.PadLayout;
import io.edgeveil.pads.state.StateFile;
import io.edgeveil.pads.state.StateFileException;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;

/** One pad set, open for taking. Used by one thread at a time. */
final class PadSet implements AutoCloseable {
  private final PadLayout layout;
  private final PadFileReader records;
  private final StateFile state;
  // a closed pad's record: the next one is read into it; pads are closed by other threads
  private final AtomicReference<byte[]> spare = new AtomicReference<>();

  /** Owns records and state, which belong together. */
  PadSet(PadLayout layout, PadFileReader records, StateFile state) {
    this.layout = layout;
    this.records = records;
    this.state = state;
  }

  String padFile() {
    return records.header().padFile();
  }

  PadSetFacts facts() {
    PadFileHeader header = records.header();
    return new PadSetFacts(
        header.padFile(), header.madeSeconds(), header.count(), endIndex() - nextIndex());
  }

  long endIndex() {
    return records.header().endIndex();
  }

  long nextIndex() {
    return state.nextIndex();
  }

  /**
   * Spends the next pad and opens its record. Until {@link #settle} it can be handed back.
   *
   * @param firstUse run when the pad masks its first tensor or is closed
   */
  Pad reserve(Runnable firstUse) throws PadsException, IOException {
    long index = state.nextIndex();
    PadKey key = state.spend();
    boolean ready = false;
    try {
      byte[] record = spare.getAndSet(null);
      if (record == null) {
        record = new byte[records.header().recordBytes()];
      }
      records.open(index, key, record);
      ready = true;
      return new Pad(
          padFile(),
          index,
          layout,
          records.header().digestBytes(),
          key,
          record,
          spare::set,
          firstUse);
    } finally {
      if (!ready) {
        key.close();
      }
    }
  }

  /** The pad reserved last goes to its user. */
  void settle() {
    state.settle();
  }

  /** The pad reserved last was not used and is closed: it comes next again. */
  void handBack() throws StateFileException {
    state.handBack();
  }

  @Override
  public void close() throws IOException {
    try (records;
        state) {
      // the state first
    }
  }
}
