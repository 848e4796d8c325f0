package io.edgeveil.pads.record;

import io.edgeveil.pads.file.Disk;
import io.edgeveil.pads.file.DiskFile;
import io.edgeveil.pads.file.UnsafeFileException;
import io.edgeveil.pads.key.PadKey;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** A pad file, open for reading. Reading changes nothing: which record is due the state says. */
public final class PadFileReader implements AutoCloseable {
  private final DiskFile file;
  private final PadFileHeader header;

  private PadFileReader(DiskFile file, PadFileHeader header) {
    this.file = file;
    this.header = header;
  }

  /**
   * Opens a pad file and checks its header and length.
   *
   * @throws UnsafeFileException if others may read it
   * @throws PadFileException if it is no pad file, damaged or cut short
   */
  public static PadFileReader open(Disk disk, Path path)
      throws IOException, UnsafeFileException, PadFileException {
    DiskFile file = disk.open(path, false);
    boolean opened = false;
    try {
      PadFileHeader header = header(file, path);
      if (file.size() != header.fileBytes()) {
        throw new PadFileException(
            path + ": should have " + header.fileBytes() + " bytes, has " + file.size());
      }
      opened = true;
      return new PadFileReader(file, header);
    } finally {
      if (!opened) {
        file.close();
      }
    }
  }

  /**
   * What a pad file says about itself, whether or not its records are still there; throws as {@link
   * #open} does.
   */
  public static PadFileHeader look(Disk disk, Path path)
      throws IOException, UnsafeFileException, PadFileException {
    try (DiskFile file = disk.open(path, false)) {
      return header(file, path);
    }
  }

  private static PadFileHeader header(DiskFile file, Path path)
      throws IOException, PadFileException {
    if (file.size() < PadFileFormat.HEADER_BYTES) {
      throw new PadFileException(path + ": too short for a pad file");
    }
    try {
      return PadFileHeader.decode(file.read(0, PadFileFormat.HEADER_BYTES));
    } catch (PadFileException e) {
      throw new PadFileException(path + ": " + e.getMessage(), e);
    }
  }

  /** What the file says about itself. */
  public PadFileHeader header() {
    return header;
  }

  /**
   * Opens the record of one pad.
   *
   * @param index within the file
   * @param record a sealed record long; overwritten with the images, packed, from index 0 on, which
   *     the caller wipes, and the tag. When this fails there is nothing secret in it.
   * @throws PadFileException if the record is damaged, or the key is not its own
   * @throws IllegalArgumentException if the index is not in the file
   */
  public void open(long index, PadKey key, byte[] record) throws IOException, PadFileException {
    header.requireIndex(index);
    if (record.length != header.recordBytes()) {
      throw new IllegalArgumentException(
          "a record has " + header.recordBytes() + " bytes, got " + record.length);
    }
    try {
      file.read(header.recordAt(index), ByteBuffer.wrap(record));
      RecordSeal.open(key, header, index, record);
    } catch (EOFException e) {
      throw new PadFileException("record " + index + " is cut short", e);
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
