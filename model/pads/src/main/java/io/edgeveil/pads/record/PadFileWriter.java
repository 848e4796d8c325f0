package io.edgeveil.pads.record;

import io.edgeveil.pads.file.SecretFile;
import io.edgeveil.pads.key.PadKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** A new pad file, written record by record. */
public final class PadFileWriter implements AutoCloseable {
  private final FileChannel channel;
  private final PadFileHeader header;
  private long next;

  private PadFileWriter(FileChannel channel, PadFileHeader header) {
    this.channel = channel;
    this.header = header;
    this.next = header.firstIndex();
  }

  /** Creates the file, 0600, with its header. */
  public static PadFileWriter create(Path file, PadFileHeader header) throws IOException {
    FileChannel channel = SecretFile.create(file);
    PadFileWriter writer = new PadFileWriter(channel, header);
    try {
      writer.write(header.encode());
      return writer;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /**
   * Seals and appends the images of the next pad.
   *
   * @param images packed as the model's {@link PadLayout} says; read
   * @throws IllegalArgumentException if the length is wrong
   * @throws IllegalStateException if all announced pads are written
   */
  public void append(PadKey key, byte[] images) throws IOException {
    if (images.length != header.recordBytes() - PadFileFormat.TAG_BYTES) {
      throw new IllegalArgumentException(images.length + " bytes of images");
    }
    if (next == header.endIndex()) {
      throw new IllegalStateException("all " + header.count() + " pads are written");
    }
    write(RecordSeal.seal(key, header, next, images));
    next++;
  }

  /**
   * Makes the file durable.
   *
   * @throws IllegalStateException if announced pads are missing
   */
  public void finish() throws IOException {
    if (next != header.endIndex()) {
      throw new IllegalStateException("pads " + next + " and later are missing");
    }
    channel.force(true);
  }

  private void write(byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
