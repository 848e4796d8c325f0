package io.edgeveil.pads.file;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;

/** An open file, read and written at places. Safe for use by several threads. */
public interface DiskFile extends Closeable {

  /** Length in bytes. */
  long size() throws IOException;

  /**
   * Reads as many bytes as the buffer has room for.
   *
   * @throws EOFException if the file ends before
   */
  void read(long at, ByteBuffer into) throws IOException;

  /** Writes what remains in the buffer. */
  void write(long at, ByteBuffer from) throws IOException;

  /** Cuts the file to a length. */
  void truncate(long size) throws IOException;

  /** Returns when all that was written before would survive a power cut. */
  void force() throws IOException;

  /** A part of the file, owned by the caller; throws as the other {@code read} does. */
  default byte[] read(long at, int length) throws IOException {
    byte[] bytes = new byte[length];
    read(at, ByteBuffer.wrap(bytes));
    return bytes;
  }
}
