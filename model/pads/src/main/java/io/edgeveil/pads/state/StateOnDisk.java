package io.edgeveil.pads.state;

import io.edgeveil.pads.file.Disk;
import io.edgeveil.pads.file.DiskFile;
import io.edgeveil.pads.file.UnsafeFileException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** The slots in a file of 8 KiB. */
public final class StateOnDisk implements StateStorage {
  private final DiskFile file;
  // outside the heap and our own: from a heap array the system would make a copy that stays
  private final ByteBuffer slotBuffer = ByteBuffer.allocateDirect(SLOT_BYTES);

  private StateOnDisk(DiskFile file) {
    this.file = file;
  }

  /** A new file, 0600, both slots empty. */
  public static StateOnDisk create(Disk disk, Path path) throws IOException {
    StateOnDisk storage = new StateOnDisk(disk.create(path));
    storage.file.write(0, ByteBuffer.allocate(StateFormat.FILE_BYTES));
    return storage;
  }

  /**
   * An existing file, for reading and writing.
   *
   * @throws UnsafeFileException if others may read it
   * @throws StateFileException if it has not the length of a state file
   */
  public static StateOnDisk open(Disk disk, Path path)
      throws IOException, UnsafeFileException, StateFileException {
    return open(disk.open(path, true), path);
  }

  /** An existing file, for looking only; throws as {@link #open} does. */
  public static StateOnDisk look(Disk disk, Path path)
      throws IOException, UnsafeFileException, StateFileException {
    return open(disk.open(path, false), path);
  }

  private static StateOnDisk open(DiskFile file, Path path) throws IOException, StateFileException {
    boolean right = false;
    try {
      right = file.size() == StateFormat.FILE_BYTES;
    } finally {
      if (!right) {
        file.close();
      }
    }
    if (!right) {
      throw new StateFileException(path + " is not a state file");
    }
    return new StateOnDisk(file);
  }

  @Override
  public byte[] read(int slot) throws IOException {
    try {
      file.read((long) slot * StateFormat.SLOT_DISTANCE, slotBuffer.clear());
      byte[] bytes = new byte[SLOT_BYTES];
      slotBuffer.get(0, bytes);
      return bytes;
    } finally {
      wipe();
    }
  }

  @Override
  public void write(int slot, byte[] bytes) throws IOException {
    try {
      slotBuffer.clear().put(bytes).flip();
      file.write((long) slot * StateFormat.SLOT_DISTANCE, slotBuffer);
    } finally {
      wipe();
    }
  }

  private void wipe() {
    slotBuffer.put(0, new byte[SLOT_BYTES]);
  }

  @Override
  public void force() throws IOException {
    file.force();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
