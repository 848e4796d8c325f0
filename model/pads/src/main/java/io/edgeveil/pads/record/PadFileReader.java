package io.edgeveil.pads.record;

import io.edgeveil.pads.file.SecretFile;
import io.edgeveil.pads.file.UnsafeFileException;
import io.edgeveil.pads.key.PadKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A pad file, open for reading. Reading changes nothing: which record is due the state says. */
public final class PadFileReader implements AutoCloseable {
  private final FileChannel channel;
  private final PadFileHeader header;

  private PadFileReader(FileChannel channel, PadFileHeader header) {
    this.channel = channel;
    this.header = header;
  }

  /**
   * Opens a pad file and checks its header and length.
   *
   * @throws UnsafeFileException if others may read it
   * @throws PadFileException if it is no pad file, damaged or cut short
   */
  public static PadFileReader open(Path file)
      throws IOException, UnsafeFileException, PadFileException {
    FileChannel channel = SecretFile.open(file, StandardOpenOption.READ);
    try {
      PadFileReader reader = new PadFileReader(channel, header(channel, file));
      return reader;
    } catch (IOException | PadFileException e) {
      channel.close();
      throw e;
    }
  }

  private static PadFileHeader header(FileChannel channel, Path file)
      throws IOException, PadFileException {
    if (channel.size() < PadFileFormat.HEADER_BYTES) {
      throw new PadFileException(file + ": too short for a pad file");
    }
    try {
      PadFileHeader header =
          PadFileHeader.decode(read(channel, 0, PadFileFormat.HEADER_BYTES, file));
      if (channel.size() != header.fileBytes()) {
        throw new PadFileException(
            "should have " + header.fileBytes() + " bytes, has " + channel.size());
      }
      return header;
    } catch (PadFileException e) {
      throw new PadFileException(file + ": " + e.getMessage(), e);
    }
  }

  /** What the file says about itself. */
  public PadFileHeader header() {
    return header;
  }

  /**
   * The images of one pad, packed; the caller wipes them.
   *
   * @param index within the file
   * @throws PadFileException if the record is damaged, or the key is not its own
   * @throws IllegalArgumentException if the index is not in the file
   */
  public byte[] open(long index, PadKey key) throws IOException, PadFileException {
    if (index < header.firstIndex() || index >= header.endIndex()) {
      throw new IllegalArgumentException("no pad " + index + " in this file");
    }
    byte[] sealed = read(channel, header.recordAt(index), header.recordBytes(), "record " + index);
    return RecordSeal.open(key, header, index, sealed);
  }

  private static byte[] read(FileChannel channel, long at, int length, Object what)
      throws IOException, PadFileException {
    ByteBuffer buffer = ByteBuffer.allocate(length);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, at + buffer.position()) < 0) {
        throw new PadFileException(what + " is cut short");
      }
    }
    return buffer.array();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
