package io.edgeveil.core.wire;

import io.edgeveil.core.modulus.Modulus;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * A part of a masked tensor as it travels: a {@link ChunkHeader} and packed residues.
 *
 * <p>The checksum finds accidents; tampering is the business of the integrity check. A chunk's
 * bytes are sent again as they are when a reply does not come.
 */
public final class Chunk {
  /** The MQTT content type of a chunk. */
  public static final String CONTENT_TYPE = "application/vnd.edgeveil.chunk";

  private final ChunkHeader header;
  private final byte[] bytes;

  private Chunk(ChunkHeader header, byte[] bytes) {
    this.header = header;
    this.bytes = bytes;
  }

  /**
   * Packs {@code header.count()} elements from {@code header.offset()} on.
   *
   * @param residues the whole tensor, read
   * @return a chunk that owns its bytes
   * @throws IllegalArgumentException if the tensor's length is not {@code header.total()}
   */
  public static Chunk encode(ChunkHeader header, int[] residues) {
    if (residues.length != header.total()) {
      throw new IllegalArgumentException(
          "header says " + header.total() + " elements, got " + residues.length);
    }
    byte[] bytes = new byte[Math.toIntExact(header.chunkBytes())];
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    header.writeTo(buffer);
    Residues.pack(
        residues,
        header.offset(),
        header.count(),
        header.bytesPerElement(),
        bytes,
        ChunkHeader.BYTES);
    buffer.putInt(ChunkHeader.CHECKSUM_AT, checksum(bytes));
    return new Chunk(header, bytes);
  }

  /**
   * Checks everything that can be checked without knowing the layer: length, magic, version,
   * ranges, checksum.
   *
   * @param bytes retained, not copied
   * @throws WireFormatException naming the first thing that is wrong
   */
  public static Chunk decode(byte[] bytes) throws WireFormatException {
    if (bytes.length < ChunkHeader.BYTES) {
      throw new WireFormatException(
          "a chunk has at least " + ChunkHeader.BYTES + " bytes, got " + bytes.length);
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    ChunkHeader header = ChunkHeader.readFrom(buffer);
    if (header.chunkBytes() != bytes.length) {
      throw new WireFormatException(
          "chunk header announces " + header.chunkBytes() + " bytes, got " + bytes.length);
    }
    if (buffer.getInt(ChunkHeader.CHECKSUM_AT) != checksum(bytes)) {
      throw new WireFormatException("chunk checksum does not match");
    }
    return new Chunk(header, bytes);
  }

  /** What this is a part of. */
  public ChunkHeader header() {
    return header;
  }

  /** The live bytes to send. */
  public byte[] bytes() {
    return bytes;
  }

  /**
   * Unpacks the elements into their place in the tensor.
   *
   * @param tensor {@code header.total()} long; the part at {@code header.offset()} is overwritten
   * @throws WireFormatException if an element is not a residue of the modulus, or the element width
   *     is another
   */
  public void unpackInto(int[] tensor, Modulus modulus) throws WireFormatException {
    if (header.bytesPerElement() != modulus.bytesPerElement()) {
      throw new WireFormatException(
          "layer "
              + header.layer()
              + " wants "
              + modulus.bytesPerElement()
              + " bytes per element, got "
              + header.bytesPerElement());
    }
    Residues.unpack(bytes, ChunkHeader.BYTES, header.count(), modulus, tensor, header.offset());
  }

  /** Whether the tensor has these very elements at this place. */
  boolean holds(int[] tensor) {
    return Residues.matches(
        tensor,
        header.offset(),
        header.count(),
        header.bytesPerElement(),
        bytes,
        ChunkHeader.BYTES);
  }

  private static int checksum(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, ChunkHeader.CHECKSUM_AT);
    crc.update(bytes, ChunkHeader.MICROS_AT, bytes.length - ChunkHeader.MICROS_AT);
    return (int) crc.getValue();
  }

  @Override
  public String toString() {
    return "Chunk[" + header + "]";
  }
}
