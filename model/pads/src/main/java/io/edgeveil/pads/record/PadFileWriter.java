package io.edgeveil.pads.record;

import io.edgeveil.pads.file.Disk;
import io.edgeveil.pads.file.DiskFile;
import io.edgeveil.pads.file.UnsafeFileException;
import io.edgeveil.pads.key.PadKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/** A new pad file, written record by record, in any order. Safe for use by several threads. */
public final class PadFileWriter implements AutoCloseable {
  private final DiskFile file;
  private final PadFileHeader header;
  private final AtomicLong written = new AtomicLong();

  private PadFileWriter(DiskFile file, PadFileHeader header) {
    this.file = file;
    this.header = header;
  }

  /** Creates the file, 0600, with its header. */
  public static PadFileWriter create(Disk disk, Path path, PadFileHeader header)
      throws IOException {
    DiskFile file = disk.create(path);
    boolean created = false;
    try {
      file.write(0, ByteBuffer.wrap(header.encode()));
      created = true;
      return new PadFileWriter(file, header);
    } finally {
      if (!created) {
        file.close();
      }
    }
  }

  /** Whether the records of a file were taken off. */
  public static boolean isCutBack(Disk disk, Path path) throws IOException, UnsafeFileException {
    try (DiskFile file = disk.open(path, false)) {
      return file.size() == PadFileFormat.HEADER_BYTES;
    }
  }

  /**
   * Takes the records off a file whose pads are all used: nobody can open them any more.
   *
   * @throws UnsafeFileException if others may write it
   */
  public static void cutBack(Disk disk, Path path) throws IOException, UnsafeFileException {
    try (DiskFile file = disk.open(path, true)) {
      file.truncate(PadFileFormat.HEADER_BYTES);
      file.force();
    }
  }

  /**
   * Seals and writes the images of one pad, each pad once.
   *
   * @param index within the file
   * @param images packed as the model's {@link PadLayout} says; read
   * @throws IllegalArgumentException if the index is not in the file or the length is wrong
   */
  public void write(long index, PadKey key, byte[] images) throws IOException {
    header.requireIndex(index);
    if (images.length != header.recordBytes() - PadFileFormat.TAG_BYTES) {
      throw new IllegalArgumentException(images.length + " bytes of images");
    }
    file.write(
        header.recordAt(index), ByteBuffer.wrap(RecordSeal.seal(key, header, index, images)));
    written.incrementAndGet();
  }

  /**
   * Makes the file durable.
   *
   * @throws IllegalStateException if announced pads are missing
   */
  public void finish() throws IOException {
    if (written.get() != header.count()) {
      throw new IllegalStateException(
          written.get() + " of " + header.count() + " pads are written");
    }
    file.force();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
