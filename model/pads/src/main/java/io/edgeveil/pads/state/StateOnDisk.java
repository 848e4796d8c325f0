package io.edgeveil.pads.state;

import io.edgeveil.pads.file.SecretFile;
import io.edgeveil.pads.file.UnsafeFileException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The slots in a file of 8 KiB. */
public final class StateOnDisk implements StateStorage {
  private final FileChannel channel;

  private StateOnDisk(FileChannel channel) {
    this.channel = channel;
  }

  /** A new file, 0600, both slots empty. */
  public static StateOnDisk create(Path file) throws IOException {
    StateOnDisk storage = new StateOnDisk(SecretFile.create(file));
    storage.writeAt(0, new byte[StateFormat.FILE_BYTES]);
    return storage;
  }

  /**
   * An existing file, for reading and writing.
   *
   * @throws UnsafeFileException if others may read it
   * @throws StateFileException if it has not the length of a state file
   */
  public static StateOnDisk open(Path file)
      throws IOException, UnsafeFileException, StateFileException {
    return open(file, SecretFile.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE));
  }

  /** An existing file, for looking only; throws as {@link #open} does. */
  public static StateOnDisk look(Path file)
      throws IOException, UnsafeFileException, StateFileException {
    return open(file, SecretFile.open(file, StandardOpenOption.READ));
  }

  private static StateOnDisk open(Path file, FileChannel channel)
      throws IOException, StateFileException {
    if (channel.size() != StateFormat.FILE_BYTES) {
      channel.close();
      throw new StateFileException(file + " is not a state file");
    }
    return new StateOnDisk(channel);
  }

  @Override
  public byte[] read(int slot) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(SLOT_BYTES);
    while (buffer.hasRemaining()) {
      int read = channel.read(buffer, (long) slot * StateFormat.SLOT_DISTANCE + buffer.position());
      if (read < 0) {
        throw new java.io.EOFException("state file is cut short");
      }
    }
    return buffer.array();
  }

  @Override
  public void write(int slot, byte[] bytes) throws IOException {
    writeAt((long) slot * StateFormat.SLOT_DISTANCE, bytes);
  }

  private void writeAt(long at, byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      channel.write(buffer, at + buffer.position());
    }
  }

  @Override
  public void force() throws IOException {
    channel.force(true);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
