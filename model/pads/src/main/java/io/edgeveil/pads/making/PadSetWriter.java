package io.edgeveil.pads.making;

import io.edgeveil.pads.file.Disk;
import io.edgeveil.pads.key.ChainKey;
import io.edgeveil.pads.key.PadKey;
import io.edgeveil.pads.record.PadFileHeader;
import io.edgeveil.pads.record.PadFileWriter;
import io.edgeveil.pads.state.ChainState;
import io.edgeveil.pads.state.StateFile;
import io.edgeveil.pads.state.StateOnDisk;
import io.edgeveil.pads.state.StateStorage;
import io.edgeveil.pads.store.BundleFiles;
import io.edgeveil.pads.store.SetDirectory;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;

/**
 * A pad set in the making. It gets the name that makes it usable last, when all of it is durable;
 * closing before that, or the end of the program, removes what was written.
 */
final class PadSetWriter implements AutoCloseable {
  private final Disk disk;
  private final SetDirectory sets;
  private final PadFileHeader header;
  private final Path unfinished;
  private final PadFileWriter records;
  private final Thread atExit;
  private boolean over;

  private PadSetWriter(
      Disk disk, SetDirectory sets, PadFileHeader header, Path unfinished, PadFileWriter records) {
    this.disk = disk;
    this.sets = sets;
    this.header = header;
    this.unfinished = unfinished;
    this.records = records;
    this.atExit = new Thread(this::removeAtExit, "edgeveil-remove-unfinished-pads");
  }

  static PadSetWriter create(Disk disk, SetDirectory sets, PadFileHeader header)
      throws IOException {
    Path unfinished = sets.beginNew(header.padFile());
    PadFileWriter records = null;
    boolean created = false;
    try {
      records = PadFileWriter.create(disk, unfinished.resolve(BundleFiles.PADS), header);
      PadSetWriter writer = new PadSetWriter(disk, sets, header, unfinished, records);
      Runtime.getRuntime().addShutdownHook(writer.atExit);
      created = true;
      return writer;
    } finally {
      if (!created) {
        if (records != null) {
          records.close();
        }
        sets.remove(unfinished);
      }
    }
  }

  String padFile() {
    return header.padFile();
  }

  /** Seals and writes one pad, each once, in any order. Safe for use by several threads. */
  void write(long index, PadKey key, byte[] images) throws IOException {
    records.write(index, key, images);
  }

  /**
   * Writes the rest, makes everything durable and the set usable.
   *
   * @param first C of the first index; stays the caller's
   */
  synchronized void finish(ChainKey first) throws IOException {
    if (over) {
      throw new InterruptedIOException("the program ends: no pads were made");
    }
    records.finish();
    try (StateStorage storage = StateOnDisk.create(disk, unfinished.resolve(BundleFiles.STATE))) {
      StateFile.initialise(storage, ChainState.first(header.firstIndex(), header.padFile(), first));
    }
    sets.finishNew(unfinished, header.padFile());
    over = true;
  }

  private void removeAtExit() {
    try {
      removeUnfinished();
    } catch (IOException e) {
      System.getLogger(PadSetWriter.class.getName())
          .log(System.Logger.Level.WARNING, "could not remove {0}: {1}", unfinished, e);
    }
  }

  private synchronized void removeUnfinished() throws IOException {
    if (!over) {
      over = true;
      sets.remove(unfinished);
    }
  }

  @Override
  public void close() throws IOException {
    try (records) {
      removeUnfinished();
    }
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      return; // the program is ending: the hook finds nothing to do
    }
  }
}
